import bounce.BounceException;
import bounce.Mailbox;
import bounce.Parser;
import bounce.Recipient;
import bounce.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Check ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py. */
final class Check {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final String NAME = "x".repeat(20000);

    private static void show(Object... values) {
        OUT.println(Arrays.stream(values).map(value -> value == null ? "-" : value.toString())
                .collect(Collectors.joining("\t")));
    }

    private static void showReport(Report report) {
        show(report.source(), report.kind(), report.original().messageId(), report.original().subject());
        for (Recipient one : report.recipients()) {
            show(one.address(), one.action().equals("unknown") ? null : one.action(), one.className(), one.hardness(),
                    one.advice(), one.replyCode() == 0 ? null : one.replyCode(), one.status(), one.diagnostic());
        }
    }

    private static BounceException oneRound(Path path, Path rules, byte[] message, String reply, List<Report> reports) {
        reports.clear();
        try (Parser parser = new Parser()) {
            parser.addRulesFile(rules);
            try (Mailbox mailbox = parser.mailbox(path)) {
                mailbox.forEach(reports::add);
            }
            try (Mailbox mailbox = parser.mailbox(path)) {
                reports.add(mailbox.next());
            }
            reports.add(parser.parse(message));
            reports.add(parser.classifyReply(reply, "mx.example.net"));
            parser.addRules("class no_such_class\n", NAME);
        } catch (BounceException error) {
            return error;
        }
        throw new IllegalStateException("wrong rules are taken");
    }

    private static void showMemory() throws IOException {
        Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
                .forEach(OUT::println);
    }

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        byte[] message = Files.readAllBytes(Path.of(arguments[3]));
        List<Report> reports = new ArrayList<>();
        BounceException error = null;
        for (int i = 1; i <= rounds; i++) {
            error = oneRound(Path.of(arguments[1]), Path.of(arguments[2]), message, arguments[4], reports);
            if (i == rounds / 5 || i == rounds) {
                showMemory();
            }
        }
        reports.forEach(Check::showReport);
        show(error.code(), error.line(), error.getMessage().replace(NAME, "rules"));
    }
}
