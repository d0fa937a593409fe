// SPDX-License-Identifier: Apache-2.0

using System.IO;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Ocirt.Spec.Validation;

namespace Ocirt.Runtime;

/// <summary>Finds out which process exec starts.</summary>
internal static class ExecProcess
{
    /// <summary>The configuration that the container was created with.</summary>
    /// <exception cref="ContainerException">It cannot be read.</exception>
    internal static ContainerConfig ReadSaved(Container container)
    {
        byte[]? file = container.State.TryRead(Container.ConfigFileName, ConfigReader.MaxFileSize + 1);
        return (file is null ? null : ConfigReader.Read(file, "config.json").Config) ?? throw new ContainerException(
            FailureKind.State, $"'{container.State.Path}/{Container.ConfigFileName}' is missing or broken, and with it what container '{container.Id}' was created with");
    }

    /// <summary>The process of a file, or the container's own as the command line changes it.</summary>
    /// <param name="request">What exec was asked for.</param>
    /// <param name="saved">The container's configuration.</param>
    /// <param name="first">The container's first process.</param>
    /// <returns>A configuration with that process.</returns>
    /// <exception cref="ContainerException">The file cannot be read or has errors, or the user is not known.</exception>
    internal static ContainerConfig Find(ExecRequest request, ContainerConfig saved, ChildProcess first)
    {
        if (request.ProcessFile is not null)
        {
            return ReadFile(request);
        }

        ProcessOverrides overrides = request.Overrides;
        if (request.User is not null)
        {
            (uint uid, uint? gid) = ContainerAccounts.Find(first, request.User);
            overrides = overrides with { Uid = uid, Gid = gid };
        }

        ProcessConfig own = saved.Process ?? throw new ContainerException(
            FailureKind.Config, $"container '{request.Id}' has no process of its own to take the rest from; give all of it with --process");
        return saved.WithProcess(own.With(overrides));
    }

    private static ContainerConfig ReadFile(ExecRequest request)
    {
        string path = request.ProcessFile!;
        using FileDescriptor? file = FileDescriptor.TryOpen(path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC, out int errno);
        if (file is null)
        {
            throw new ContainerException(FailureKind.Config, $"--process '{path}': {ErrnoText.Describe(errno)}");
        }

        StatResult about = file.Stat();
        if (about.IsDirectory || about.Size > ConfigReader.MaxFileSize)
        {
            string what = about.IsDirectory ? "is a directory" : $"has {about.Size} bytes, more than the {ConfigReader.MaxFileSize} that are read";
            throw new ContainerException(FailureKind.Config, $"--process '{path}': {what}");
        }

        ConfigReadResult read = ConfigReader.ReadProcess(file.ReadAllBytes(ConfigReader.MaxFileSize + 1), Path.GetFileName(path));
        if (read.Config is not null)
        {
            ConfigValidator.ValidateProcess(read.Config, read.Diagnostics);
        }

        return Require(request, path, read);
    }

    private static ContainerConfig Require(ExecRequest request, string path, ConfigReadResult read)
    {
        int errors = 0;
        string first = "unknown";
        foreach (Diagnostic finding in read.Diagnostics.Items)
        {
            request.OnFinding(finding);
            if (finding.Severity == DiagnosticSeverity.Error && errors++ == 0)
            {
                first = finding.ToLine();
            }
        }

        return read.Config is not null && errors == 0
            ? read.Config
            : throw new ContainerException(FailureKind.Config, $"--process '{path}' has {errors} {(errors == 1 ? "error" : "errors")}, the first is {first}");
    }
}
