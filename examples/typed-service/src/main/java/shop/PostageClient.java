package shop;

import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A program that asks. */
public final class PostageClient {
    private static final List<String> COUNTRIES = List.of("DE", "FR", "NZ");

    private PostageClient() {}

    /** Takes the broker's frontend, {@code tcp://host:5555}. */
    public static void main(String[] args) {
        try (BatonClient client = BatonClient.connect(args[0])) {
            PostageBaton.Client postage = PostageBaton.client(client);

            // One call that waits for its reply, with the timeout that the .proto gives it.
            System.out.println("DE: " + postage.quote(parcel("DE")).getCents() + " cents");

            // Three at once.
            List<CompletableFuture<Price>> prices = COUNTRIES.stream()
                    .map(country -> postage.quoteAsync(parcel(country)))
                    .toList();
            long sum =
                    prices.stream().mapToLong(price -> price.join().getCents()).sum();
            System.out.println("All three: " + sum + " cents");

            // Options for one call go before what the .proto says.
            Label label = postage.buyLabel(parcel("FR"), CallOptions.deadline(Duration.ofMinutes(2)));
            System.out.println("Paid " + label.getPaid().getCents() + " cents");

            buyOnce(postage, parcel("XX"));
        }
    }

    /** What a failure says decides what may be done next. */
    private static void buyOnce(PostageBaton.Client postage, Parcel parcel) {
        try {
            postage.buyLabel(parcel);
        } catch (CallException e) {
            switch (e.executed()) {
                case NO -> System.out.println("Not bought, and surely not paid: try again. " + e.status());
                case YES -> System.out.println("The service refused: " + e.status());
                case MAYBE -> System.out.println("Perhaps paid: look before you buy again. " + e.status());
                default -> throw e;
            }
        }
    }

    private static Parcel parcel(String country) {
        return Parcel.newBuilder().setCountry(country).setGrams(1500).build();
    }
}
