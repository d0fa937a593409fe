// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Ocirt.Spec.Validation;

namespace Ocirt.Runtime;

/// <summary>A bundle: a directory with a config.json (runtime-spec bundle.md).</summary>
public sealed class Bundle
{
    private const string DefaultConfig = "config.json";

    private Bundle(string path, ConfigReadResult read)
    {
        Path = path;
        Read = read;
    }

    /// <summary>The directory, absolute.</summary>
    public string Path { get; }

    /// <summary>What was read from config.json, with every finding.</summary>
    public ConfigReadResult Read { get; }

    /// <summary>Opens a bundle and validates its configuration.</summary>
    /// <param name="path">The directory, absolute or relative to the current one.</param>
    /// <param name="configPath">The configuration, relative to the current directory; null for config.json of the bundle.</param>
    /// <param name="collectsDoubts">Whether to look for what is valid and probably a mistake, too.</param>
    /// <exception cref="ContainerException">The bundle or its config.json cannot be read.</exception>
    public static Bundle Open(string path, string? configPath = null, bool collectsDoubts = false)
    {
        string absolute = System.IO.Path.GetFullPath(path);
        using FileDescriptor directory = OpenDirectory(absolute);
        string name = configPath ?? DefaultConfig;
        const int Flags = Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;
        using FileDescriptor? file = configPath is null
            ? directory.TryOpenAt(name, Flags, 0, out int errno)
            : FileDescriptor.TryOpen(System.IO.Path.GetFullPath(name), Flags, out errno);
        if (file is null)
        {
            throw new ContainerException(FailureKind.Bundle, errno == Errno.ENOENT && configPath is null
                ? $"bundle '{absolute}': config.json: no such file or directory ('ocirt spec' writes one)"
                : $"bundle '{absolute}': {name}: {ErrnoText.Describe(errno)}");
        }

        StatResult about = file.Stat();
        if (about.FileType != Stat.S_IFREG)
        {
            string what = about.IsDirectory ? "is a directory" : "is not a regular file";
            throw new ContainerException(FailureKind.Bundle, $"bundle '{absolute}': {name}: {what}");
        }

        if (about.Size > ConfigReader.MaxFileSize)
        {
            throw new ContainerException(FailureKind.Bundle, $"bundle '{absolute}': {name}: has {about.Size} bytes, more than the {ConfigReader.MaxFileSize} that are read");
        }

        ConfigReadResult read = ConfigReader.Read(file.ReadAllBytes(ConfigReader.MaxFileSize + 1), name, collectsDoubts);
        if (read.Config is not null)
        {
            ConfigValidator.Validate(read.Config, read.Diagnostics);
        }

        return new Bundle(absolute, read);
    }

    /// <summary>The configuration.</summary>
    /// <exception cref="ContainerException">It has errors.</exception>
    public ContainerConfig RequireConfig()
    {
        int errors = 0;
        foreach (Spec.Diagnostics.Diagnostic finding in Read.Diagnostics.Items)
        {
            errors += finding.Severity == Spec.Diagnostics.DiagnosticSeverity.Error ? 1 : 0;
        }

        if (Read.Config is null || errors != 0)
        {
            throw new ContainerException(
                FailureKind.Config,
                $"bundle '{Path}': {Read.Diagnostics.Source.FileName} has {errors} {(errors == 1 ? "error" : "errors")}, the first is {First()}");
        }

        return Read.Config;
    }

    private string First()
    {
        foreach (Spec.Diagnostics.Diagnostic finding in Read.Diagnostics.Items)
        {
            if (finding.Severity == Spec.Diagnostics.DiagnosticSeverity.Error)
            {
                return finding.ToLine();
            }
        }

        return "unknown";
    }

    private static FileDescriptor OpenDirectory(string path)
    {
        FileDescriptor? directory = FileDescriptor.TryOpen(path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC, out int errno);
        return directory ?? throw new ContainerException(FailureKind.Bundle, $"bundle '{path}': {ErrnoText.Describe(errno)}");
    }
}
