// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using Ocirt.Cli.Commands;
using Ocirt.Cli.Grammar;
using Ocirt.Cli.Output;
using Ocirt.Linux;
using Ocirt.Runtime;

namespace Ocirt.Cli;

/// <summary>
/// The entry point: parses the command line, runs one command, and maps its outcome to an exit code.
/// The only place that writes failures to stderr; each is written once.
/// </summary>
internal static class Program
{
    /// <summary>Runs the command named in <paramref name="args"/>.</summary>
    /// <returns>The exit code: 0, the container's own, or 1 after an error.</returns>
    private static int Main(string[] args)
    {
        // ORDER: before anything is opened, or a closed stdin would be taken by the first file.
        FileDescriptor.FillStandard();
        LogSink log = LogSink.Plain;
        try
        {
            int position = 0;
            ParsedArguments global = ArgumentParser.Parse(CommandTable.Global, args, ref position, stopAtPositional: true);
            if (global.Has("version"))
            {
                StandardStreams.Write(VersionText.Print());
                return 0;
            }

            if (global.Has("help") || position == args.Length)
            {
                StandardStreams.Write(HelpText.Program());
                return global.Has("help") ? 0 : 1;
            }

            log = LogSink.Open(global);
            CheckGlobal(global);
            return Dispatch(global, args, position, log);
        }
        catch (Exception failure) when (failure is UsageException or ContainerException or SyscallException or IOException or ArgumentException or OutOfMemoryException)
        {
            log.WriteError(failure is OutOfMemoryException ? "out of memory" : failure.Message);
            return 1;
        }
        finally
        {
            log.Dispose();
        }
    }

    private static int Dispatch(ParsedArguments global, string[] args, int position, LogSink log)
    {
        string name = args[position++];
        if (name == "help")
        {
            return Help(args, position);
        }

        CommandSpec command = Find(name);
        ParsedArguments arguments = ArgumentParser.Parse(command, args, ref position, stopAtPositional: false);
        if (arguments.Has("help"))
        {
            StandardStreams.Write(HelpText.Command(command));
            return 0;
        }

        ArgumentParser.CheckPositionals(command, arguments);
        if (name != "run")
        {
            // The executable starts with every signal blocked, for run; other commands end on one as usual.
            SignalMask.Set(OriginalSignalMask.Read());
        }

        return name switch
        {
            "run" => RunCommand.Execute(global, arguments, log),
            "spec" => SpecCommand.Execute(arguments),
            "validate" => ValidateCommand.Execute(arguments),
            _ => PlanCommand.Execute(arguments),
        };
    }

    private static int Help(string[] args, int position)
    {
        StandardStreams.Write(position < args.Length ? HelpText.Command(Find(args[position])) : HelpText.Program());
        return 0;
    }

    private static CommandSpec Find(string name)
    {
        foreach (CommandSpec command in CommandTable.Commands)
        {
            if (command.Name == name)
            {
                return command;
            }
        }

        string? near = Nearest.Find(name, Array.ConvertAll(CommandTable.Commands, static command => command.Name));
        throw new UsageException($"unknown command '{name}'; " + (near is null ? "see 'ocirt --help'" : $"did you mean '{near}'?"));
    }

    private static void CheckGlobal(ParsedArguments global)
    {
        global.Choice("cgroup-manager", "cgroupfs", "cgroupfs");
        if (global.Choice("rootless", "auto", "auto", "true", "false") == "true")
        {
            throw new UsageException("--rootless: rootless containers are not supported yet");
        }
    }
}
