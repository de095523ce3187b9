using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

var secret = Environment.GetEnvironmentVariable("CLIENT_SECRET")!;
var tokens = new Tokens("https://auth.example.com", "YOUR_CLIENT_ID", secret);
Console.WriteLine((await tokens.GetAsync())[..20]);

/// <summary>One token for all tasks, renewed when four fifths of its life have passed.</summary>
public sealed class Tokens(string issuer, string clientId, string clientSecret)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly SemaphoreSlim one = new(1, 1);
    private (string Token, long AskedAt, TimeSpan Life)? kept;

    public async Task<string> GetAsync()
    {
        // Who comes while one asks waits here, and finds the answer.
        await one.WaitAsync();
        try
        {
            if (kept is { } known && Stopwatch.GetElapsedTime(known.AskedAt) < known.Life * 0.8) return known.Token;
            return await RenewAsync();
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>After a 401 of an API; a newer token that another task got stays.</summary>
    public async Task ForgetAsync(string token)
    {
        await one.WaitAsync();
        if (kept?.Token == token) kept = null;
        one.Release();
    }

    /// <summary>
    /// Calls an API. After a 401 it gets one new token and tries once more, never in a loop.
    /// A request can be sent once, so each try makes its own.
    /// </summary>
    public async Task<HttpResponseMessage> CallAsync(Func<HttpRequestMessage> makeRequest)
    {
        for (var last = false; ; last = true)
        {
            var token = await GetAsync();
            using var request = makeRequest();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var response = await Http.SendAsync(request);
            if (response.StatusCode != HttpStatusCode.Unauthorized || last) return response;
            response.Dispose();
            await ForgetAsync(token);
        }
    }

    private async Task<string> RenewAsync()
    {
        for (var triesLeft = 2; ; triesLeft--)
        {
            var askedAt = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, issuer + "/v1/auth/token")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
            };
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(clientId + ":" + clientSecret));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
            using var response = await Http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            if (response.StatusCode == HttpStatusCode.OK)
            {
                using var answer = JsonDocument.Parse(body);
                var token = answer.RootElement.GetProperty("access_token").GetString()!;
                kept = (token, askedAt, TimeSpan.FromSeconds(answer.RootElement.GetProperty("expires_in").GetInt32()));
                return token;
            }
            var busy = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
            if (!busy || response.Headers.RetryAfter?.Delta is not { } wait || triesLeft == 0)
                throw new HttpRequestException($"{(int)response.StatusCode} {body}");
            await Task.Delay(wait);
        }
    }
}
