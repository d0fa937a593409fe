// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>A rootfs with busybox, bundles over it, and the runtime; checks at its end that the host is as before.</summary>
public sealed class ContainerFixture : IDisposable
{
    private readonly string _mountsBefore;
    private int _bundles;

    public ContainerFixture()
    {
        Work = Directory.CreateTempSubdirectory("ocirt-e2e-").FullName;
        Rootfs = Path.Combine(Work, "rootfs");
        if (Problem is not null)
        {
            _mountsBefore = string.Empty;
            return;
        }

        foreach (string directory in (string[])["bin", "etc", "proc", "sys", "dev", "tmp", "root"])
        {
            Directory.CreateDirectory(Path.Combine(Rootfs, directory));
        }

        File.Copy("/bin/busybox", Path.Combine(Rootfs, "bin/busybox"));
        foreach (string applet in Shell("/bin/busybox --list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => name != "busybox"))
        {
            File.CreateSymbolicLink(Path.Combine(Rootfs, "bin", applet), "busybox");
        }

        File.WriteAllText(Path.Combine(Rootfs, "etc/passwd"), "root:x:0:0::/root:/bin/sh\nweb:x:1000:1000::/srv/web:/bin/sh\n");
        _mountsBefore = File.ReadAllText("/proc/self/mountinfo");
    }

    /// <summary>Where everything of the tests lies.</summary>
    public string Work { get; }

    /// <summary>The rootfs.</summary>
    public string Rootfs { get; }

    /// <summary>Why no container can be run here, or null.</summary>
    public static string? Problem =>
        Environment.UserName != "root" ? "containers need root"
        : !File.Exists("/bin/busybox") ? "/bin/busybox is missing (busybox-static)"
        : !File.Exists(Executable) ? $"'{Executable}' is not built (make build)"
        : null;

    /// <summary>Whether this is a pure cgroup v2 host.</summary>
    public static bool IsUnified => File.Exists("/sys/fs/cgroup/cgroup.controllers");

    /// <summary>Skips a test of what takes one of the newer calls, when tests/ladder takes them away.</summary>
    /// <param name="what">What needs the call.</param>
    /// <param name="exceptOn">A rung of the ladder that leaves it.</param>
    public static void NeedsNewerCalls(string what, string? exceptOn = null)
    {
        string? rung = Environment.GetEnvironmentVariable("OCIRT_RUNG");
        Assert.SkipWhen(rung is not null && rung != exceptOn, $"this host has no {what}, on rung '{rung}' of the ladder");
    }

    /// <summary>The state root of the tests.</summary>
    public string StateRoot => Path.Combine(Work, "state");

    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The guest program that reports what it sees.</summary>
    public static string Probe => Path.Combine(Root, "spec-conformance/Probe/bin/x64/ocirt-probe");

    /// <summary>The name of another runtime that is tried in the place of ocirt, or null: what it says is its own.</summary>
    public static string? Peer => Environment.GetEnvironmentVariable("OCIRT_PEER");

    /// <summary>The runtime.</summary>
    public string Binary => Executable;

    private static string Executable => Environment.GetEnvironmentVariable("OCIRT_BINARY") ?? Path.Combine(Root, "out", "ocirt");

    /// <summary>Writes a bundle around a shell command; <paramref name="edit"/> changes its configuration.</summary>
    public string Bundle(string command, Action<JsonObject>? edit = null)
    {
        if (Problem is not null)
        {
            Assert.Skip(Problem);
        }

        string path = Path.Combine(Work, "bundle" + ++_bundles);
        Directory.CreateDirectory(path);
        Shell($"'{Binary}' spec --bundle '{path}'").Code.Should().Be(0);
        JsonObject config = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "config.json")))!.AsObject();

        // With version 2 of cgroups alone spec asks for a namespace of them: the tests begin with the same on every host.
        config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "cgroup");
        config["root"]!["path"] = Rootfs;
        config["process"]!["terminal"] = false;
        config["process"]!["args"] = new JsonArray("sh", "-c", command);
        edit?.Invoke(config);
        File.WriteAllText(Path.Combine(path, "config.json"), config.ToJsonString());
        return path;
    }

    /// <summary>Runs a shell command as a container and gives what it printed.</summary>
    public RunResult Run(string command, Action<JsonObject>? edit = null) => RunBundle(Bundle(command, edit));

    /// <summary>Runs a bundle.</summary>
    public RunResult RunBundle(string bundle, string? id = null, string prefix = "") =>
        Shell($"{prefix} '{Binary}' --root '{StateRoot}' run --bundle '{bundle}' {id ?? Path.GetFileName(Work) + "-" + ++_bundles}");

    /// <summary>A new container id.</summary>
    public string NewId() => $"{Path.GetFileName(Work)}-{Interlocked.Increment(ref _bundles)}";

    /// <summary>The command line of the runtime.</summary>
    public string CommandLine(string arguments) => $"'{Binary}' --root '{StateRoot}' {arguments}";

    /// <summary>Runs another command of the runtime.</summary>
    public RunResult Command(string arguments) => Shell(CommandLine(arguments));

    /// <summary>Runs a command that leaves a container in the background: the last word is its id, and all that either prints goes to a file.</summary>
    public RunResult Start(string arguments, string environment = "") => Shell($"{environment} {CommandLine(arguments)} < /dev/null > '{OutputFile(arguments.Split(' ')[^1])}' 2>&1");

    /// <summary>What <see cref="Start"/> and the container printed.</summary>
    public string Output(string id) => File.ReadAllText(OutputFile(id));

    /// <summary>The state of a container.</summary>
    public JsonObject State(string id)
    {
        RunResult result = Command($"state {id}");
        result.Error.Should().BeEmpty();
        return JsonNode.Parse(result.Output)!.AsObject();
    }

    /// <summary>Waits until a container has a status.</summary>
    public JsonObject WaitFor(string id, string status)
    {
        JsonObject state = [];
        Eventually(() => (string)(state = State(id))["status"]! == status);
        return state;
    }

    /// <summary>Waits until a container has printed something.</summary>
    public void WaitForOutput(string id, string text) => Eventually(() => Output(id) == text);

    /// <summary>How many processes are in the cgroup of a container.</summary>
    public static int Processes(string id) => int.Parse(
        Shell($"find /sys/fs/cgroup -maxdepth 6 -type d -path '*/{id}*' -exec cat {{}}/cgroup.procs ';' | sort -u | wc -l").Line, CultureInfo.InvariantCulture);

    /// <summary>Waits, for a long time on a busy machine, until something holds.</summary>
    public static void Eventually(Func<bool> condition)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(10))
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60), because: "it has to hold at some time");
        }
    }

    private string OutputFile(string id) => Path.Combine(Work, id + ".out");

    /// <summary>Runs a command in a shell on the host.</summary>
    public static RunResult Shell(string command)
    {
        ProcessStartInfo start = new("/bin/bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(120)))
        {
            process.Kill();
            throw new TimeoutException($"'{command}' did not end within 120 s");
        }

        return new RunResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>The command line of a run, for tests that start it themselves.</summary>
    public string RunCommand(string bundle, string id) => $"'{Binary}' --root '{StateRoot}' run --bundle '{bundle}' {id}";

    public void Dispose()
    {
        if (Problem is null)
        {
            File.ReadAllText("/proc/self/mountinfo").Should().Be(_mountsBefore, because: "no mount is left");
            if (Directory.Exists(StateRoot))
            {
                Directory.GetFileSystemEntries(StateRoot).Should().BeEmpty(because: "no state is left");
            }

            // Ids begin with the name of the work directory; a test that chooses another one looks for itself.
            string name = Path.GetFileName(Work);
            EnumerationOptions deep = new() { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };
            Directory.EnumerateDirectories("/sys/fs/cgroup", "*", deep)
                .Where(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal))
                .Should().BeEmpty(because: "no cgroup is left");
            if (SystemdHost.IsThere)
            {
                SystemdHost.Units(name + "*").Should().BeEmpty(because: "no unit is left");
            }

            Directory.GetDirectories("/proc").Where(IsInWork).Should().BeEmpty(because: "no process is left");
        }

        Directory.Delete(Work, recursive: true);
    }

    /// <summary>Whether a process still has one of the rootfs's files as its program.</summary>
    private bool IsInWork(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "exe")).LinkTarget?.StartsWith(Work, StringComparison.Ordinal) ?? false;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ocirt.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? "/";
    }
}
