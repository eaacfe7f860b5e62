package dev.baton.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.baton.codegen.ServiceNames.Names;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceNamesTest {
    @ParameterizedTest
    @CsvSource({
        "GetPrice,  getPrice,  getPriceAsync, GET_PRICE",
        "getPrice,  getPrice,  getPriceAsync, GET_PRICE",
        "get_price, getPrice,  getPriceAsync, GET_PRICE",
        "_get__it_, getIt,     getItAsync,    GET__IT_",
        "GET,       get,       getAsync,      GET",
        "HTTPGet,   httpGet,   httpGetAsync,  HTTP_GET",
        "GetV2Now,  getV2Now,  getV2NowAsync, GET_V2_NOW",
        "A,         a,         aAsync,        A",
        "_1st,      _1st,      _1stAsync,     _1ST",
        "_,         __,        __Async,       __",
        "Import,    import_,   importAsync,   IMPORT",
        "True,      true_,     trueAsync,     TRUE",
        "Wait,      wait_,     waitAsync,     WAIT",
        "service_name, serviceName, serviceNameAsync, SERVICE_NAME_2",
    })
    void shouldNameAMethodAsJavaWould(String proto, String method, String async, String constant) {
        assertThat(names(proto)).containsExactly(new Names(method, async, constant));
    }

    @Test
    void shouldNumberTheLaterOfThoseThatAreAlike() {
        assertThat(names("GetPrice", "get_price", "getPrice"))
                .extracting(Names::method, Names::constant)
                .containsExactly(
                        tuple("getPrice", "GET_PRICE"),
                        tuple("getPrice2", "GET_PRICE_2"),
                        tuple("getPrice3", "GET_PRICE_3"));
    }

    @Test
    void shouldKeepAMethodApartFromAnotherInItsAsynchronousForm() {
        assertThat(names("Get", "GetAsync"))
                .extracting(Names::method, Names::asyncMethod)
                .containsExactly(tuple("get", "getAsync"), tuple("getAsync2", "getAsync2Async"));
    }

    private static List<Names> names(String... methods) {
        ServiceDescriptor service = service(methods);
        ServiceNames names = new ServiceNames(service);
        return service.getMethods().stream().map(names::of).toList();
    }

    private static ServiceDescriptor service(String... methods) {
        ServiceDescriptorProto.Builder service =
                ServiceDescriptorProto.newBuilder().setName("S");
        for (String method : methods) {
            service.addMethod(MethodDescriptorProto.newBuilder()
                    .setName(method)
                    .setInputType(".M")
                    .setOutputType(".M"));
        }
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("s.proto")
                .addMessageType(DescriptorProto.newBuilder().setName("M"))
                .addService(service)
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0])
                    .getServices()
                    .get(0);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }
}
