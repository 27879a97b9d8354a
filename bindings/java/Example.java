import bounce.BounceException;
import bounce.Parser;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Example FILE...: prints reports as bounce --format=json does. */
final class Example {
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Parser parser = new Parser()) {
            out.println(Arrays.stream(arguments).map(path -> parser.parseFile(Path.of(path)).json())
                    .collect(Collectors.joining(",\n", "[\n", "\n]")));
        } catch (BounceException error) {
            System.err.println(error.getMessage());
            System.exit(1);
        }
    }
}
