require 'json'
require 'net/http'

# One token for all threads, renewed when four fifths of its life have passed.
class Tokens
  def initialize(issuer, client_id, client_secret)
    @url = URI("#{issuer}/v1/auth/token")
    @id, @secret = client_id, client_secret
    @lock = Mutex.new
  end

  # Who comes while one asks waits here, and finds the answer.
  def get
    @lock.synchronize do
      renew unless @token && now < @renew_at
      @token
    end
  end

  # After a 401 of an API; a newer token that another thread got stays.
  def forget(token)
    @lock.synchronize { @token = nil if token == @token }
  end

  # Calls an API. After a 401 it gets one new token and tries once more, never in a loop.
  def call(request)
    [false, true].each do |last|
      token = get
      request['Authorization'] = "Bearer #{token}"
      response = send_to(request.uri, request)
      return response if last || !response.is_a?(Net::HTTPUnauthorized)

      forget(token)
    end
  end

  private

  def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

  def renew
    response = asked_at = nil
    2.downto(0) do |tries_left|
      asked_at = now
      response = send_to(@url, token_request)
      wait = response['Retry-After'].to_s
      break unless %w[429 503].include?(response.code) && wait.match?(/\A\d+\z/) && tries_left.positive?

      sleep wait.to_i
    end
    answer = JSON.parse(response.body)
    raise "#{answer['error']} (#{answer['request_id']})" unless response.is_a?(Net::HTTPOK)

    @token = answer['access_token']
    @renew_at = asked_at + 0.8 * answer['expires_in']
  end

  def token_request
    request = Net::HTTP::Post.new(@url)
    request.basic_auth(@id, @secret)
    request.set_form_data('grant_type' => 'client_credentials')
    request
  end

  def send_to(url, request)
    Net::HTTP.start(url.host, url.port, use_ssl: url.scheme == 'https', open_timeout: 10, read_timeout: 10) do |http|
      http.request(request)
    end
  end
end

if $PROGRAM_NAME == __FILE__
  tokens = Tokens.new('https://auth.example.com', 'YOUR_CLIENT_ID', ENV.fetch('CLIENT_SECRET'))
  puts tokens.get[0, 20]
end
