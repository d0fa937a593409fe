// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using Ocirt.Abi.Linux;
using Ocirt.Cli.Commands;
using Ocirt.Cli.Output;
using Ocirt.Cli.Parsing;
using Ocirt.Linux;
using Ocirt.Runtime;

namespace Ocirt.Cli;

/// <summary>
/// The entry point: parses the command line, runs one command, and maps its outcome to an exit code. Nothing else
/// reports a failure or picks the exit code.
/// </summary>
internal static class Program
{
    /// <summary>Runs the command named in <paramref name="args"/>.</summary>
    /// <returns>The process exit code.</returns>
    private static int Main(string[] args)
    {
        var log = new LogSink(FileDescriptor.ForStandardError);
        int code = ExitCodes.Failure;
        try
        {
            // ORDER: before anything is opened, or it could land on 0, 1 or 2.
            FileDescriptor.FillStandard();
            return Run(args, log, ref code);
        }
        catch (CommandException gone) when (gone.IsReaderGone)
        {
            return ExitCodes.Interrupted(Signal.SIGPIPE);
        }
        catch (Exception failure)
        {
            log.Error(Describe(failure));
            return failure is ContainerException { Signal: > 0 } interrupted ? ExitCodes.Interrupted(interrupted.Signal) : code;
        }
    }

    /// <param name="args">The command line.</param>
    /// <param name="log">Where messages go.</param>
    /// <param name="failureCode">The exit code of a failure from now on.</param>
    private static int Run(string[] args, LogSink log, ref int failureCode)
    {
        OcirtCommandLine.Parsed parsed = OcirtCommandLine.Parse(args);
        GlobalOptions globals = parsed.Globals;
        if (parsed.Command is not (OcirtCommandLine.Command.Run or OcirtCommandLine.Command.Create or OcirtCommandLine.Command.Exec))
        {
            // The executable starts with every signal blocked, for those that must take back what they made when one
            // interrupts them; other commands end on one as usual.
            SignalMask.Set(OriginalSignalMask.Read());
        }

        log.Configure(globals);
        if (parsed.Error is not null)
        {
            throw new CommandException(parsed.Error);
        }

        if (parsed.HelpWanted)
        {
            StandardStreams.Write(OcirtCommandLine.HelpText(parsed.Command));
            return ExitCodes.Success;
        }

        if (globals.Version)
        {
            StandardStreams.Write(VersionText.Compose(SeccompCompiler.LibraryVersion));
            return ExitCodes.Success;
        }

        if (globals.Rootless != RootlessMode.Auto)
        {
            CallerRights.Assume(isRoot: globals.Rootless == RootlessMode.False);
        }

        if (parsed.Command == OcirtCommandLine.Command.None)
        {
            throw new CommandException(UsageText.WithHelp("no command given", "ocirt", ""));
        }

        if (parsed.Command == OcirtCommandLine.Command.Exec)
        {
            failureCode = ExitCodes.ProcessNotStarted;
        }

        if (log.IsDebug)
        {
            // The arguments may hold secrets, in the variables of exec for example.
            log.Debug($"ocirt {BuildFacts.Version} ({BuildFacts.Commit}), pid {OwnProcess.Pid}, user {OwnProcess.EffectiveUserId}, command '{parsed.Command}'");
        }

        return OcirtCommandLine.Execute(parsed, new CommandContext(globals, log));
    }

    /// <summary>The one line that is shown for a failure: the place to give a new type of exception its text.</summary>
    private static string Describe(Exception failure) => failure switch
    {
        CommandException or ContainerException or SyscallException or IOException or ArgumentException => failure.Message,
        OutOfMemoryException => "out of memory",
        _ => $"internal error: {failure.GetType().Name}: {failure.Message}",
    };
}
