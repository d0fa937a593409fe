// SPDX-License-Identifier: Apache-2.0
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace Ocirt.Benchmarks;

/// <summary>What is measured on the host: times of commands, and the memory that they have.</summary>
/// <param name="bench">What runs the commands.</param>
/// <param name="docker">A configuration with docker's seccomp profile, or empty.</param>
internal sealed class HostRows(Bench bench, string docker)
{
    /// <summary>Measures all rows.</summary>
    public void Measure()
    {
        string config = File.ReadAllText(Path.Combine(bench.Bundle, "config.json"));
        bench.Add("run /bin/true, default config", "ms", r => bench.Run(r, bench.Bundle));
        if (docker.Length == 0)
        {
            bench.Rows.Add(new Row("run, docker's default seccomp profile", "ms", [], "skipped: no profile on this machine"));
        }
        else
        {
            string variant = bench.Variant("seccomp", config, c => c["linux"]!["seccomp"] = JsonNode.Parse(File.ReadAllText(docker))!["linux"]!["seccomp"]!.DeepClone());
            bench.Add("run, docker's default seccomp profile", "ms", r => bench.Run(r, variant));
        }

        using (new MountFlood(Path.Combine(bench.Work, "mounts"), 5000))
        {
            bench.Add("run, 5000 mounts on the host", "ms", r => bench.Run(r, bench.Bundle), Math.Min(bench.Rounds, 60));
        }

        string sleep = bench.Variant("sleep", config, c => c["process"]!["args"] = new JsonArray("/bin/sleep", "1000"));
        // These wait side by side: one cgroup each.
        var sleeps = Bench.Runtimes.ToDictionary(r => r, r => bench.Variant($"sleep-{r}", File.ReadAllText(Path.Combine(sleep, "config.json")),
            c => c["linux"]!["cgroupsPath"] = $"{c["linux"]!["cgroupsPath"]}-{r}"));
        bench.Add("create + start + delete", "ms", r => bench.CreateStartDelete(r, bench.Bundle), mayFail: true);
        WithContainers(sleeps, "exec /bin/true", (r, id) => ProcessRunner.Time(bench.Command(r, "exec", id, "/bin/true")));
        WithContainers(sleeps, "state", (r, id) => ProcessRunner.Time(bench.Command(r, "state", id)));
        AddCrowd(sleep);
        int factor = BusyboxFactor();
        bench.Add("peak RSS of run", "kB", r => PeakRss(r, bench.Bundle, factor), Math.Min(bench.Rounds, 20));
        bench.Add("RSS of a waiting foreground run", "kB", r => WaitingRss(r, sleep), Math.Min(bench.Rounds, 5));
        bench.Add("RSS of a created container", "kB", r => CreatedRss(r, sleep), Math.Min(bench.Rounds, 5));
        bench.Rows.Add(new Row("smallest memory limit", "kB", [], "[measured in the VM](benchmarks-vm.md)"));
    }

    private void WithContainers(Dictionary<string, string> bundles, string title, Func<string, string, double> measure)
    {
        var ids = new Dictionary<string, string>();
        try
        {
            bench.Add(title, "ms", runtime =>
            {
                if (!ids.TryGetValue(runtime, out string? id))
                {
                    id = bench.NextId();
                    _ = ProcessRunner.Time(bench.Command(runtime, "create", "--bundle", bundles[runtime], id));
                    ids[runtime] = id;
                    _ = ProcessRunner.Time(bench.Command(runtime, "start", id));
                }

                return measure(runtime, id);
            }, mayFail: true);
        }
        finally
        {
            foreach ((string runtime, string id) in ids)
            {
                _ = ProcessRunner.Wait(ProcessRunner.Start(bench.Command(runtime, "delete", "--force", id)));
            }
        }
    }

    private void AddCrowd(string bundle)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("CONTAINERS") ?? "1000", CultureInfo.InvariantCulture);
        using Crowd crowd = new(bench.Work, bundle, Bench.Runtimes, count);
        string id = Crowd.Id(count / 2);
        bench.Add($"state, {count} containers", "ms", r => ProcessRunner.Time(crowd.Command(r, "state", id)));

        // SIGCONT changes nothing in a process that runs.
        bench.Add($"kill, {count} containers", "ms", r => ProcessRunner.Time(crowd.Command(r, "kill", id, "CONT")));
        bench.Add($"list, {count} containers", "ms", r => ProcessRunner.Time(crowd.Command(r, "list")), Math.Min(bench.Rounds, 20));
    }

    // Not ru_maxrss of our own child: it would count this process' pages, which
    // a spawned child shares until exec. busybox is small enough.
    private double PeakRss(string runtime, string bundle, int factor) =>
        BusyboxTime(bench.Command(runtime, "run", "--bundle", bundle, bench.NextId())) / factor;

    // Some versions of busybox take kilobytes for pages and multiply.
    private int BusyboxFactor() =>
        BusyboxTime(["/bin/busybox", "dd", "if=/dev/zero", "of=/dev/null", "bs=32M", "count=1"]) > 64 * 1024 ? 4 : 1;

    private double BusyboxTime(string[] command)
    {
        string result = Path.Combine(bench.Work, "rss");
        _ = ProcessRunner.Time(["/bin/busybox", "time", "-o", result, "-f", "%M", .. command]);
        return double.Parse(File.ReadAllLines(result)[^1], CultureInfo.InvariantCulture);
    }

    private double CreatedRss(string runtime, string bundle)
    {
        string id = bench.NextId(), pidFile = Path.Combine(bench.Work, "pid");
        _ = ProcessRunner.Time(bench.Command(runtime, "create", "--bundle", bundle, "--pid-file", pidFile, id));
        double size = Rss(File.ReadAllText(pidFile).Trim());
        _ = ProcessRunner.Time(bench.Command(runtime, "delete", "--force", id));
        return size;
    }

    private static double Rss(string pid) => double.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private double WaitingRss(string runtime, string bundle)
    {
        int pid = ProcessRunner.Start(bench.Command(runtime, "run", "--bundle", bundle, bench.NextId()));
        Thread.Sleep(500);
        string? line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        foreach (string task in Directory.GetDirectories($"/proc/{pid}/task"))
        {
            foreach (string child in File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                ProcessRunner.Kill(int.Parse(child, CultureInfo.InvariantCulture));
            }
        }

        _ = ProcessRunner.Wait(pid);
        return line is null
            ? throw new InvalidOperationException(ProcessRunner.LastErrorLine())
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
