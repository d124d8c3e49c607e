// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A port in front of a server that speaks TLS, since not every build of a server does; its certificate is made for the occasion by the
 * JDK's own tool, and is for {@code localhost} and {@code 127.0.0.1}. Safe for use by many threads.
 */
public final class TlsProxy implements AutoCloseable {

    /** What protects the key store. */
    public static final String PASSWORD = "for-tests";

    private static final long PATIENCE_SECONDS = 60;

    private final RedisServer server;
    private final Path directory;
    private final SSLServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TlsProxy(RedisServer server, Path directory, SSLServerSocket socket) {
        this.server = server;
        this.directory = directory;
        this.socket = socket;
    }

    /**
     * Starts a proxy in front of a server.
     *
     * @param server where its connections lead
     * @return a proxy with a certificate of its own
     */
    public static TlsProxy to(RedisServer server) {
        try {
            Path directory = Files.createTempDirectory("larder-tls");
            makeCertificate(keyStore(directory));
            SSLServerSocket socket = (SSLServerSocket) contextOf(keyStore(directory))
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            TlsProxy proxy = new TlsProxy(server, directory, socket);
            start("tls-accept", proxy::accept);
            return proxy;
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException("no TLS proxy could be started", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a certificate was made", interrupted);
        }
    }

    private static Path keyStore(Path directory) {
        return directory.resolve("certificate.p12");
    }

    private static void makeCertificate(Path keyStore) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD,
                        "-storetype",
                        "PKCS12",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!tool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || tool.exitValue() != 0) {
            tool.destroyForcibly();
            throw new IllegalStateException("keytool made no certificate: " + said);
        }
    }

    private static SSLContext contextOf(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /**
     * Returns where it listens.
     *
     * @return the port at {@code localhost}
     */
    public int port() {
        return socket.getLocalPort();
    }

    /**
     * Returns the key store with the certificate, which whoever is to trust it can take for his trust store.
     *
     * @return a PKCS12 file, protected by {@link #PASSWORD}
     */
    public Path keyStore() {
        return keyStore(directory);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                Socket plain = new Socket(server.host(), server.port());
                open.add(plain);
                start("tls-requests", () -> pump(client, plain));
                start("tls-replies", () -> pump(plain, client));
            } catch (IOException ended) {
                // The proxy was closed, or the server is down: the client sees his connection end.
                closeAll();
            }
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[16_384];
        try (from;
                to) {
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                to.getOutputStream().write(bytes, 0, read);
                to.getOutputStream().flush();
            }
        } catch (IOException ended) {
            // One of the two has gone, or does not trust the certificate; both are closed.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void start(String name, Runnable code) {
        Thread thread = new Thread(code, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void closeAll() {
        for (Socket each : open) {
            try {
                each.close();
            } catch (IOException alreadyGone) {
                // So much the better.
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
            closeAll();
            Files.deleteIfExists(keyStore());
            Files.deleteIfExists(directory);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
