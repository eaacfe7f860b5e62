package dev.baton.cli;

import dev.baton.cli.admin.DrainCommand;
import dev.baton.cli.admin.ExplainCommand;
import dev.baton.cli.admin.PoolsCommand;
import dev.baton.cli.admin.PsCommand;
import dev.baton.cli.admin.ReloadCommand;
import dev.baton.cli.admin.ResumeCommand;
import dev.baton.cli.admin.SlowCommand;
import dev.baton.cli.admin.TopCommand;
import dev.baton.cli.admin.WorkersCommand;
import dev.baton.cli.bench.BenchCommand;
import dev.baton.cli.bench.PlainProxyCommand;
import dev.baton.cli.bench.TailClientCommand;
import dev.baton.cli.bench.TailWorkerCommand;
import dev.baton.cli.chaos.ChaosCommand;
import dev.baton.cli.chaos.ChaosWorkerCommand;
import dev.baton.cli.demo.ClassArchiveCommand;
import dev.baton.cli.demo.DemoClientCommand;
import dev.baton.cli.demo.DemoCommand;
import dev.baton.cli.doctor.DoctorCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: {@code ./baton COMMAND}. Each command is a class of its own and is listed here. */
@Command(
        name = "baton",
        description = "A request-reply broker with Leader/Followers workers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        subcommands = {
            BrokerCommand.class,
            WorkerCommand.class,
            CallCommand.class,
            TopCommand.class,
            WorkersCommand.class,
            PoolsCommand.class,
            PsCommand.class,
            SlowCommand.class,
            ExplainCommand.class,
            DrainCommand.class,
            ResumeCommand.class,
            ReloadCommand.class,
            KeygenCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            DemoClientCommand.class,
            ChaosCommand.class,
            ChaosWorkerCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            TailClientCommand.class,
            TailWorkerCommand.class,
            PlainProxyCommand.class,
            ClassArchiveCommand.class
        },
        footerHeading = "%nTo begin with:%n",
        footer = {
            "  ./baton demo                                     broker, workers and clients at work, live",
            "  ./baton broker                                   in one terminal,",
            "  ./baton worker                                   in the second, and in the third:",
            "  ./baton call baton.demo.Text/Upper --text hello",
            "  ./baton top                                      is it well?",
            "  ./baton chaos                                    what becomes of calls when everything breaks"
        })
public final class Baton implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole program as picocli sees it, writing to this process' stdout and stderr. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Baton())
                .registerConverter(Duration.class, new DurationConverter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Mistakes::onParameterException)
                .setExecutionExceptionHandler(Mistakes::onExecutionException)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.ansi()))
                .setOut(utf8(FileDescriptor.out))
                .setErr(utf8(FileDescriptor.err));
        return commandLine;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
