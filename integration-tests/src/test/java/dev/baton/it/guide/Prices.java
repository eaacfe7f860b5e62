package dev.baton.it.guide;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.baton.service.MethodDescriptor;
import dev.baton.wire.Idempotency;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorkerBuilder;
import dev.baton.worker.ServiceBinding;
import dev.baton.worker.StatusException;
import java.util.Map;

final class Prices implements ServiceBinding {
    static final MethodDescriptor<StringValue, Int64Value> GET = MethodDescriptor.unary(
                    "shop.Prices/Get", StringValue.parser(), Int64Value.parser())
            .withIdempotency(Idempotency.NO_SIDE_EFFECTS);

    private final Map<String, Long> cents = Map.of("tea", 450L, "cake", 320L);

    @Override
    public void bindTo(BatonWorkerBuilder worker) {
        worker.handle(GET, (context, name) -> Int64Value.of(find(name.getValue())));
    }

    private long find(String name) {
        Long price = cents.get(name);
        if (price == null) {
            throw new StatusException(StatusCode.NOT_FOUND, "no price for " + name);
        }
        return price;
    }
}
