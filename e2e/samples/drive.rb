issuer = ENV.fetch('ISSUER')
tokens = Tokens.new(issuer, ENV.fetch('CLIENT_ID'), ENV.fetch('CLIENT_SECRET'))
api = ->(path) { tokens.call(Net::HTTP::Get.new(URI("#{issuer}#{path}"))).code }
got = Array.new(50) { Thread.new { tokens.get } }.map(&:value).uniq
puts got.size
sleep 0.02 while got.include?(tokens.get)
puts Array.new(20) { Thread.new { api.call('/api') } }.map(&:value).uniq.join(' ')
puts api.call('/never')
