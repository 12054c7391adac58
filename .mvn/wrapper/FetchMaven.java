import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Downloads a Maven distribution, checks it and unpacks it; run by mvnw as a single source file, so that a JDK is all
 * a build needs. Exit code 0: unpacked; 3: could not be downloaded; 4: its checksum is wrong.
 */
final class FetchMaven {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int NOT_DOWNLOADED = 3;
    private static final int WRONG_CHECKSUM = 4;

    /** Arguments: the distribution's address, its SHA-512 in hex, the folder that is to hold bin/mvn. */
    public static void main(String[] arguments) throws Exception {
        var address = arguments[0];
        var expected = arguments[1];
        var target = Path.of(arguments[2]).toAbsolutePath();
        Files.createDirectories(target.getParent());
        // Beside the target, so that the last step is a rename within one file system.
        var work = Files.createTempDirectory(target.getParent(), "fetching-");
        try {
            var archive = work.resolve("maven.zip");
            String actual;
            try {
                actual = download(address, archive);
            } catch (IOException e) {
                System.err.println("mvnw: could not download " + address + " (" + e + ")");
                System.exit(deleted(work, NOT_DOWNLOADED));
                return;
            }
            if (!actual.equals(expected)) {
                System.err.println("mvnw: " + address + " has SHA-512 " + actual + ", expected " + expected
                        + "; nothing was installed");
                System.exit(deleted(work, WRONG_CHECKSUM));
            }
            var unpacked = work.resolve("unpacked");
            unpack(archive, unpacked);
            try {
                Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                // A build started at the same time was faster and has put the same files there.
            }
        } finally {
            deleted(work, 0);
        }
    }

    private static String download(String address, Path archive) throws Exception {
        URLConnection connection = URI.create(address).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        var digest = MessageDigest.getInstance("SHA-512");
        try (InputStream in = new DigestInputStream(connection.getInputStream(), digest)) {
            Files.copy(in, archive);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Leaves out the archive's one top folder (apache-maven-3.x.y). */
    private static void unpack(Path archive, Path target) throws IOException {
        try (var zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                var file = target.resolve(name).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive names a file outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                    if (name.startsWith("bin/")) {
                        file.toFile().setExecutable(true, false);
                    }
                }
            }
        }
    }

    private static int deleted(Path folder, int exitCode) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return exitCode;
    }
}
