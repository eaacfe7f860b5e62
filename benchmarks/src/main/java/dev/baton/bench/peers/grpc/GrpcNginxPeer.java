package dev.baton.bench.peers.grpc;

import dev.baton.bench.peers.Programs;
import dev.baton.bench.process.Launcher;
import dev.baton.bench.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** gRPC-java through one nginx worker process: the least busy worker next, connections to the workers kept. */
public final class GrpcNginxPeer extends GrpcPeer {
    private static final int START_SECONDS = 10;

    /** Its directory, the workers, the port to listen on. */
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile 20000;
            pid %1$s/nginx.pid;
            error_log %1$s/nginx-error.log crit;
            events { worker_connections 20000; }
            http {
              access_log off;
              client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fcgi;
              uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
              upstream workers { least_conn; %2$s keepalive 512; keepalive_requests 100000000; }
              server {
                listen 127.0.0.1:%3$d http2;
                keepalive_requests 100000000;
                keepalive_timeout 300s;
                http2_max_concurrent_streams 1024;
                client_body_buffer_size 128k;
                client_max_body_size 0;
                grpc_buffer_size 128k;
                location / { grpc_pass grpc://workers; }
              }
            }
            """;

    @Override
    public Optional<String> missing() {
        return Programs.missing("nginx", "nginx-light");
    }

    @Override
    public String version() {
        return super.version() + ", nginx " + Programs.debianVersion("nginx-light");
    }

    @Override
    public List<Process> startBroker(Launcher launcher, Ports ports) throws IOException {
        Path directory = launcher.directory();
        String workers = ports.workers().stream()
                .map(port -> "server 127.0.0.1:" + port + " max_fails=0;")
                .collect(Collectors.joining(" "));
        Path file = directory.resolve("nginx.conf");
        Files.writeString(file, CONFIGURATION.formatted(directory, workers, ports.frontend()));
        List<String> command = List.of(
                Programs.find("nginx").orElseThrow().toString(),
                "-p",
                directory.toString(),
                "-c",
                file.toString(),
                "-e",
                directory + "/nginx-error.log");
        Process nginx = launcher.start("broker", Map.of(), command);
        launcher.awaitPort(nginx, "broker", ports.frontend(), START_SECONDS);
        return List.of(nginx);
    }

    @Override
    List<Integer> clientPorts(Ports ports) {
        return List.of(ports.frontend());
    }
}
