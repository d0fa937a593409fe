// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using Ocirt.Runtime;
using Ocirt.Spec.Model;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt exec</c>: starts another process in a running container.</summary>
internal sealed class ExecCommand : ICommand<ExecOptions>
{
    /// <inheritdoc/>
    /// <remarks>
    /// The exit code is the process's own, or 128 and the signal that ended it; 0 when it was detached, and 255 when it could
    /// not be started.
    /// </remarks>
    public static int Execute(ExecOptions options, CommandContext context)
    {
        PreservedDescriptors.Check(options.PreserveFds);
        string[] command = [.. options.Command ?? []];
        if (command.Length == 0 && options.Process is null)
        {
            throw new CommandException("process args cannot be empty: name a command after the container, or a file with --process");
        }

        return ContainerExec.Execute(new ExecRequest
        {
            Id = options.Id,
            Store = new StateStore(context.Globals.Root),
            ProcessFile = options.Process,
            Overrides = options.Process is null ? Read(options, command) : new ProcessOverrides { Args = command },
            User = options.User,
            Cgroups = [.. options.Cgroups ?? []],
            IgnorePaused = options.IgnorePaused,
            Detach = options.Detach,
            PidFile = options.PidFile,
            ConsoleSocket = options.ConsoleSocket,
            PidfdSocket = options.PidfdSocket,
            PreservedDescriptors = options.PreserveFds,
            OnFinding = context.Log.Finding,
        });
    }

    private static ProcessOverrides Read(ExecOptions options, string[] command)
    {
        if (options.Cwd is { } directory && !directory.StartsWith('/'))
        {
            throw new CommandException($"option '--cwd' must be an absolute path, got '{directory}'");
        }

        foreach (string entry in options.Env ?? [])
        {
            if (entry.IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                throw new CommandException($"option '--env' must be NAME=VALUE, got '{entry}'");
            }
        }

        foreach (string capability in options.Capabilities ?? [])
        {
            if (CapabilityNames.Parse(capability) is null)
            {
                throw new CommandException($"option '--cap' cannot be '{capability}', no capability of that name is known (see capabilities(7))");
            }
        }

        return new ProcessOverrides
        {
            Args = command,
            Terminal = options.Tty,
            Cwd = options.Cwd,
            Env = [.. options.Env ?? []],
            AdditionalGids = Groups(options.AdditionalGids ?? []),
            Capabilities = [.. options.Capabilities ?? []],
            NoNewPrivileges = options.NoNewPrivileges,
            ApparmorProfile = options.ApparmorProfile,
            SelinuxLabel = options.ProcessLabel,
        };
    }

    /// <summary>Groups as numbers, each alone or several with commas.</summary>
    private static uint[] Groups(IEnumerable<string> given)
    {
        List<uint> groups = [];
        foreach (string list in given)
        {
            foreach (string text in list.Split(','))
            {
                groups.Add(uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint group) && group != uint.MaxValue
                    ? group
                    : throw new CommandException($"option '--additional-gids' must be a group number, got '{text}'"));
            }
        }

        return [.. groups];
    }
}
