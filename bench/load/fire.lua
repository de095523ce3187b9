-- Sends the requests of a file, whole and in order from the given one on, over and over. Counts how often it came round.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  requests, place, again = {}, tonumber(args[2]), 0
  for request in file:read("*a"):gmatch("[^%z]+") do
    requests[#requests + 1] = request
  end
  file:close()
end

function request()
  place = place + 1
  if place > #requests then
    place = 1
    again = again + 1
  end
  return requests[place]
end

function done(summary, latency)
  local rounds = 0
  for _, thread in ipairs(threads) do
    rounds = rounds + thread:get("again")
  end
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"refused":%d,"broken":%d,"again":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, rounds))
end
