package shop;

import dev.baton.wire.StatusCode;
import dev.baton.worker.RequestContext;
import dev.baton.worker.StatusException;
import java.util.Map;
import java.util.UUID;

/** The handlers. Several threads call them at once; there is nothing here that could be in their way. */
final class PostageService extends PostageBaton.Service {
    private static final Map<String, Integer> CENTS_PER_KILOGRAM = Map.of("DE", 300, "FR", 450, "NZ", 1900);
    private static final int BASE_CENTS = 250;

    @Override
    protected Price quote(RequestContext context, Parcel parcel) {
        if (parcel.getGrams() <= 0) {
            throw new IllegalArgumentException("grams: " + parcel.getGrams() + " (expected: more than 0)");
        }
        Integer perKilogram = CENTS_PER_KILOGRAM.get(parcel.getCountry());
        if (perKilogram == null) {
            throw new StatusException(StatusCode.NOT_FOUND, "no parcels go to " + parcel.getCountry());
        }
        long cents = BASE_CENTS + (long) perKilogram * parcel.getGrams() / 1000;
        return Price.newBuilder().setCents(cents).build();
    }

    @Override
    protected Label buyLabel(RequestContext context, Parcel parcel) {
        Price price = quote(context, parcel);
        return Label.newBuilder()
                .setNumber(parcel.getCountry() + "-" + UUID.randomUUID())
                .setPaid(price)
                .build();
    }
}
