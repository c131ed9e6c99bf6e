// SPDX-License-Identifier: Apache-2.0
package dev.veo3.auth;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/** Google's credentials, each time in a process of its own: they come from its environment, and their library from its class path. */
class ApplicationDefaultTest {
    private static final String TOKEN = "ya29.from-the-token-server";

    @TempDir
    Path directory;

    @Test
    void theTokenComesFromTheAccountThatTheEnvironmentNames() throws Exception {
        String answer = "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";
        try (ServerSocket server = tokenServer("200 OK", answer)) {
            String printed = run(Printing.class, Map.of("GOOGLE_APPLICATION_CREDENTIALS", account(server).toString()),
                    path -> true);
            assertThat(printed.lines()).containsExactly("ApplicationDefault[redacted]",
                    "Authorization: Bearer " + TOKEN, "x-goog-user-project: my-quota-project");
        }
    }

    @Test
    void ofATokenServerThatRefusesNothingSecretIsTold() throws Exception {
        try (ServerSocket server = tokenServer("400 Bad Request",
                "{\"error\":\"invalid_grant\",\"error_description\":\"assertion " + TOKEN + "\"}")) {
            String printed = run(Printing.class, Map.of("GOOGLE_APPLICATION_CREDENTIALS", account(server).toString()),
                    path -> true);
            assertThat(printed).contains("CredentialsException", "gcloud auth application-default login")
                    .doesNotContain(TOKEN, "invalid_grant", "PRIVATE");
        }
    }

    @Test
    void whereThereAreNoneItIsSaidWhatToDo() throws Exception {
        String missing = directory.resolve("no-such-file.json").toString();
        assertThat(run(Printing.class, Map.of("GOOGLE_APPLICATION_CREDENTIALS", missing), path -> true))
                .contains("CredentialsException", missing, "gcloud auth application-default login");
    }

    @Test
    void withoutTheLibraryEverythingElseWorksAndItsNameIsTold() throws Exception {
        String printed = run(Printing.class, Map.of(), path -> !path.contains("google-auth"));
        assertThat(printed).contains("CredentialsException", "com.google.auth:google-auth-library-oauth2-http",
                "BearerToken.from");
        assertThat(run(OtherCredentials.class, Map.of(), path -> !path.contains("google")).lines())
                .containsExactly("BearerToken[redacted]", "ApiKey[redacted]", "no library");
    }

    /** Prints what goes along with a request, or why there is nothing. */
    public static final class Printing {
        private Printing() {}

        /** Once. */
        public static void main(String[] args) {
            try {
                ApplicationDefault credentials = ApplicationDefault.find();
                System.out.println(credentials);
                credentials.headers().forEach((name, value) -> System.out.println(name + ": " + value));
            } catch (CredentialsException e) {
                System.out.println(e);
            }
        }
    }

    /** Makes clients with credentials that need no library. */
    public static final class OtherCredentials {
        private OtherCredentials() {}

        /** One of each kind. */
        public static void main(String[] args) {
            for (Credentials one : List.of(BearerToken.of("token"), ApiKey.of("key"))) {
                dev.veo3.VeoClient.builder().backend(dev.veo3.Backend.geminiApi()).credentials(one).build().close();
                System.out.println(one);
            }
            try {
                Class.forName("com.google.auth.oauth2.GoogleCredentials");
            } catch (ClassNotFoundException e) {
                System.out.println("no library");
            }
        }
    }

    private Path account(ServerSocket server) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String key = Base64.getMimeEncoder(64, new byte[]{'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        String pem = "-----BEGIN PRIVATE KEY-----\\n" + key.replace("\n", "\\n") + "\\n-----END PRIVATE KEY-----\\n";
        return Files.writeString(directory.resolve("account.json"), """
                {"type":"service_account","project_id":"my-project","private_key_id":"1","private_key":"%s",
                 "client_email":"robot@my-project.iam.gserviceaccount.com","client_id":"1",
                 "quota_project_id":"my-quota-project","token_uri":"http://127.0.0.1:%d/token"}
                """.formatted(pem, server.getLocalPort()));
    }

    /** Gives the same answer to everybody, until it is closed. */
    private static ServerSocket tokenServer(String status, String answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    try (Socket socket = server.accept()) {
                        read(socket);
                        OutputStream out = socket.getOutputStream();
                        out.write(("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close"
                                + "\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer)
                                .getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                    }
                }
            } catch (IOException e) {
                // Closed: the test is over.
            }
        });
        return server;
    }

    private static void read(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) socket.getInputStream().read());
        }
        String length = head.toString().toLowerCase(java.util.Locale.ROOT).replaceAll("(?s).*content-length: (\\d+).*",
                "$1");
        socket.getInputStream().readNBytes(Integer.parseInt(length));
    }

    private String run(Class<?> main, Map<String, String> environment, java.util.function.Predicate<String> onPath)
            throws Exception {
        String path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> onPath.test(Path.of(entry).getFileName().toString()))
                .collect(joining(File.pathSeparator));
        ProcessBuilder child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", path, main.getName());
        child.environment().keySet().removeIf(name -> name.startsWith("GOOGLE_") || name.contains("PROXY")
                || name.contains("proxy"));
        // No accident of this machine: neither its user's login nor a metadata server.
        child.environment().putAll(Map.of("HOME", directory.toString(), "CLOUDSDK_CONFIG", directory.toString(),
                "NO_GCE_CHECK", "true"));
        child.environment().putAll(environment);
        Process process = child.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroy();
        }
    }
}
