import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One token for all threads, renewed when four fifths of its life have passed. */
public class KeptToken {
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    // Two fields of an object without nesting; where a JSON library is at hand, use that.
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern LIFE = Pattern.compile("\"expires_in\"\\s*:\\s*(\\d+)");

    private final HttpRequest request;
    private String token;
    private long renewAt;

    public KeptToken(String issuer, String clientId, String clientSecret) {
        String credentials = Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes());
        request = HttpRequest.newBuilder(URI.create(issuer + "/v1/auth/token"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    }

    /** Who comes while one asks waits here, and finds the answer. */
    public synchronized String get() throws IOException, InterruptedException {
        if (token == null || System.nanoTime() - renewAt >= 0) renew();
        return token;
    }

    /** After a 401 of an API; a newer token that another thread got stays. */
    public synchronized void forget(String refused) {
        if (refused.equals(token)) token = null;
    }

    /** Calls an API. After a 401 it gets one new token and tries once more, never in a loop. */
    public HttpResponse<String> call(HttpRequest.Builder api) throws IOException, InterruptedException {
        for (boolean last = false; ; last = true) {
            String current = get();
            HttpRequest attempt = api.copy().setHeader("Authorization", "Bearer " + current).build();
            HttpResponse<String> response = HTTP.send(attempt, BodyHandlers.ofString());
            if (response.statusCode() != 401 || last) return response;
            forget(current);
        }
    }

    private void renew() throws IOException, InterruptedException {
        for (int triesLeft = 2; ; triesLeft--) {
            long askedAt = System.nanoTime();
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            Matcher text = TOKEN.matcher(response.body());
            Matcher life = LIFE.matcher(response.body());
            if (response.statusCode() == 200 && text.find() && life.find()) {
                token = text.group(1);
                renewAt = askedAt + Duration.ofSeconds(Long.parseLong(life.group(1))).toNanos() / 5 * 4;
                return;
            }
            boolean busy = response.statusCode() == 429 || response.statusCode() == 503;
            String wait = response.headers().firstValue("Retry-After").orElse("");
            if (!busy || !wait.matches("\\d{1,9}") || triesLeft == 0)
                throw new IOException(response.statusCode() + " " + response.body());
            Thread.sleep(Duration.ofSeconds(Long.parseLong(wait)).toMillis());
        }
    }

    public static void main(String[] args) throws Exception {
        KeptToken tokens = new KeptToken("https://auth.example.com", "YOUR_CLIENT_ID", System.getenv("CLIENT_SECRET"));
        System.out.println(tokens.get().substring(0, 20));
    }
}
