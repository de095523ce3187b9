import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

public class Drive {
    public static void main(String[] args) throws Exception {
        String issuer = System.getenv("ISSUER");
        KeptToken tokens = new KeptToken(issuer, System.getenv("CLIENT_ID"), System.getenv("CLIENT_SECRET"));
        Set<String> got = each(50, tokens::get);
        System.out.println(got.size());
        while (got.contains(tokens.get())) Thread.sleep(20);
        Set<String> answers = each(20, () -> call(tokens, issuer + "/api"));
        System.out.println(String.join(" ", answers));
        System.out.println(call(tokens, issuer + "/never"));
        System.exit(0);
    }

    private static String call(KeptToken tokens, String address) throws Exception {
        return "" + tokens.call(HttpRequest.newBuilder(URI.create(address))).statusCode();
    }

    private static Set<String> each(int many, Callable<String> work) throws Exception {
        Set<String> results = ConcurrentHashMap.newKeySet();
        var all = IntStream.range(0, many).mapToObj(n -> work).collect(Collectors.toList());
        for (var one : Executors.newFixedThreadPool(many).invokeAll(all)) results.add(one.get());
        return results;
    }
}
