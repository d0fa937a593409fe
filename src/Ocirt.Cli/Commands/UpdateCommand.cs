// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.IO;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Cgroups;
using Ocirt.Cli.Output;
using Ocirt.Linux;
using Ocirt.Runtime;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Updating;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt update</c>: changes the limits of a running container, all or none.</summary>
internal sealed class UpdateCommand : ICommand<UpdateOptions>
{
    private const int MaxSize = 1 << 20;

    /// <inheritdoc/>
    public static int Execute(UpdateOptions options, CommandContext context)
    {
        using ResourceUpdate update = options.Resources is null
            ? ResourceUpdate.Read(UpdateJson.Write(options), "the options")
            : ReadFile(options);
        int errors = 0;
        foreach (Diagnostic finding in update.Findings.Items)
        {
            context.Log.Finding(finding);
            errors += finding.Severity == DiagnosticSeverity.Error ? 1 : 0;
        }

        if (errors > 0)
        {
            throw new CommandException($"the changes have {errors} {(errors == 1 ? "error" : "errors")}: nothing was changed");
        }

        if (options.Devices && options.Resources is null)
        {
            throw new CommandException("option '--devices' needs '--resources', which has the device rules");
        }

        List<LimitChange> changes = ContainerUpdate.Execute(
            context.Store, options.Id, update, new SchemaUpdate(options.L3CacheSchema, options.MemBwSchema), options.Devices, options.DryRun);
        if (options.DryRun)
        {
            StandardStreams.Write(ToText(changes));
        }

        return ExitCodes.Success;
    }

    private static ResourceUpdate ReadFile(UpdateOptions options)
    {
        if (UpdateJson.FirstOption(options) is string option)
        {
            throw new CommandException($"option '--{option}' cannot be given together with '--resources'");
        }

        if (options.Resources == "-")
        {
            return ResourceUpdate.Read(FileDescriptor.ForStandardInput.ReadAllBytes(MaxSize), "stdin");
        }

        string path = Path.GetFullPath(options.Resources!);
        using FileDescriptor file = FileDescriptor.TryOpen(path, Fcntl.O_RDONLY, out int errno)
            ?? throw new CommandException($"cannot read '{path}': {ErrnoText.Describe(errno)}");
        return ResourceUpdate.Read(file.ReadAllBytes(MaxSize), Path.GetFileName(path));
    }

    private static string ToText(List<LimitChange> changes)
    {
        StringBuilder text = new();
        foreach (LimitChange change in changes)
        {
            text.Append(change.File).Append(": ").Append(change.Before ?? "(none)").Append(" -> ").Append(change.After).Append('\n');
        }

        return text.ToString();
    }
}
