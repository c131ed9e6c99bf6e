// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.MediaException.Reason;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Files that cannot be read: a file system says so, because a test that runs as root may read every file of a disk. */
class ForeignFileSystemTest {

    @Test
    void aFileThatMayNotBeOpenedIsUnreadable() {
        Path file = path(new Refusing(new AccessDeniedException("secret.png")));

        MediaException refused = refusal(file);

        assertThat(refused.reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(refused).hasCauseInstanceOf(AccessDeniedException.class)
                .hasMessage(file + ": cannot be read: permission denied. Check the file and its permissions.");
    }

    @Test
    void aFileWhoseDiskFailsIsUnreadable() {
        MediaException refused = refusal(path(new Refusing(new IOException("Input/output error"))));

        assertThat(refused.reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(refused).hasMessageContaining("cannot be read: Input/output error.");
    }

    @Test
    void aFileInAFileSystemWithoutChannelsIsUnreadable() {
        MediaException refused = refusal(path(new Refusing(null)));

        assertThat(refused.reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(refused).hasCauseInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("its file system (refusing) gives no channel to it. Copy it to a disk.");
    }

    private static MediaException refusal(Path path) {
        MediaException refused = catchThrowableOfType(MediaException.class, () -> MediaInspector.inspect(path));
        assertThat(refused).isNotNull();
        return refused;
    }

    /** A real path of a fixture, whose file system is another one. */
    private static Path path(FileSystemProvider provider) {
        Path real = Fixtures.path("first-frame-1280x720.png");
        FileSystem system = new RefusingFileSystem(provider);
        InvocationHandler handler = (proxy, method, arguments) -> method.getName().equals("getFileSystem")
                ? system
                : method.invoke(real, arguments);
        return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[]{Path.class}, handler);
    }

    /** Knows its provider and nothing else. */
    private static final class RefusingFileSystem extends FileSystem {

        private final FileSystemProvider provider;

        RefusingFileSystem(FileSystemProvider provider) {
            this.provider = provider;
        }

        @Override
        public FileSystemProvider provider() {
            return provider;
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public String getSeparator() {
            return "/";
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return List.of();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return Set.of("basic");
        }

        @Override
        public Path getPath(String first, String... more) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            throw new UnsupportedOperationException();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }

    /** Shows the attributes of a fixture, and refuses to open it. */
    private static final class Refusing extends FileSystemProvider {

        private final @Nullable IOException failure;

        Refusing(@Nullable IOException failure) {
            this.failure = failure;
        }

        @Override
        public String getScheme() {
            return "refusing";
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return Files.readAttributes(Fixtures.path("first-frame-1280x720.png"), type, options);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options,
                FileAttribute<?>... attributes) throws IOException {
            if (failure == null) {
                throw new UnsupportedOperationException();
            }
            throw failure;
        }

        @Override
        public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
                FileAttribute<?>... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSameFile(Path path, Path other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isHidden(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileStore getFileStore(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
            throw new UnsupportedOperationException();
        }
    }
}
