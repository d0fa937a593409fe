// SPDX-License-Identifier: Apache-2.0
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace Ocirt.Benchmarks;

/// <summary>Measures the runtimes in WORK/bin on WORK/bundle; started by tests/benchmarks/bench.</summary>
internal static class Program
{
    private static readonly string[] Runtimes = ["ocirt", "crun", "runc"];
    private static string work = "";
    private static int rounds;
    private static int counter;

    /// <summary>Arguments: WORK ROUNDS OUTPUT-DIRECTORY DOCKER-CONFIG-OR-EMPTY FACT...</summary>
    public static int Main(string[] args)
    {
        (work, rounds) = (args[0], int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture));
        string output = args[2], docker = args[3], bundle = Path.Combine(work, "bundle");
        string config = File.ReadAllText(Path.Combine(bundle, "config.json"));
        var rows = new List<Row>();
        Add(rows, "run /bin/true, default config", "ms", r => Run(r, bundle));
        if (docker.Length == 0)
        {
            rows.Add(new Row("run, docker's default seccomp profile", "ms", [], "skipped: no profile on this machine"));
        }
        else
        {
            string variant = Variant("seccomp", config, c => c["linux"]!["seccomp"] = JsonNode.Parse(File.ReadAllText(docker))!["linux"]!["seccomp"]!.DeepClone());
            Add(rows, "run, docker's default seccomp profile", "ms", r => Run(r, variant));
        }

        using (new MountFlood(Path.Combine(work, "mounts"), 5000))
        {
            Add(rows, "run, 5000 mounts on the host", "ms", r => Run(r, bundle), Math.Min(rounds, 60));
        }

        string sleep = Variant("sleep", config, c => c["process"]!["args"] = new JsonArray("/bin/sleep", "1000"));
        // These wait side by side: one cgroup each.
        var sleeps = Runtimes.ToDictionary(r => r, r => Variant($"sleep-{r}", File.ReadAllText(Path.Combine(sleep, "config.json")),
            c => c["linux"]!["cgroupsPath"] = $"{c["linux"]!["cgroupsPath"]}-{r}"));
        Add(rows, "create + start + delete", "ms", r => CreateStartDelete(r, bundle), mayFail: true);
        WithContainers(rows, sleeps, "exec /bin/true", (r, id) => ProcessRunner.Time(Command(r, "exec", id, "/bin/true")));
        WithContainers(rows, sleeps, "state", (r, id) => ProcessRunner.Time(Command(r, "state", id)));
        AddCrowd(rows, sleep);
        int factor = BusyboxFactor();
        Add(rows, "peak RSS of run", "kB", r => PeakRss(r, bundle, factor), Math.Min(rounds, 20));
        Add(rows, "RSS of a waiting foreground run", "kB", r => WaitingRss(r, sleep), Math.Min(rounds, 5));
        Add(rows, "RSS of a created container", "kB", r => CreatedRss(r, sleep), Math.Min(rounds, 5));
        rows.Add(new Row("smallest memory limit", "kB", [], "skipped: needs the memory controller on cgroup v2"));

        string[] facts = args[4..];
        string markdown = Report.Markdown(rows, facts);
        Console.Write(markdown);
        File.WriteAllText(Path.Combine(output, "benchmarks.md"), markdown);
        File.WriteAllText(Path.Combine(output, "benchmarks.json"), Report.Json(rows, facts));
        File.WriteAllText(Path.Combine(output, "benchmarks.svg"), Report.Svg(rows, facts));
        ProcessRunner.CleanUp();
        return 0;
    }

    // Interleaved, in shuffled order. Not rotated: then the same runtime would
    // always follow runc and pay for the kernel's late work on runc's container.
    // Back to back, without a pause: after 25 ms of idleness every runtime waits
    // some 12 ms longer for the kernel (RCU), which hides what they do themselves.
    private static void Add(List<Row> rows, string title, string unit, Func<string, double> measure, int? times = null, bool mayFail = false)
    {
        int n = times ?? rounds;
        Console.Error.WriteLine($"bench: {title} ({n} rounds)");
        string current = "";
        var random = new Random(1);
        int[] order = [.. Enumerable.Range(0, Runtimes.Length)];
        double[][] values = [.. Runtimes.Select(_ => new double[n])];
        try
        {
            for (int i = -Math.Min(5, n); i < n; i++)
            {
                random.Shuffle(order);
                foreach (int which in order)
                {
                    current = Runtimes[which];
                    double value = measure(current);
                    if (i >= 0)
                    {
                        values[which][i] = value;
                    }
                }
            }

            rows.Add(new Row(title, unit, [.. Runtimes.Select((r, k) => new Series(r, values[k]))]));
        }
        catch (InvalidOperationException e) when (mayFail && current == "ocirt")
        {
            string reason = e.Message.Replace(work, "", StringComparison.Ordinal).Replace('|', '/');
            rows.Add(new Row(title, unit, [], $"not there yet: {reason}"));
        }
    }

    private static void WithContainers(List<Row> rows, Dictionary<string, string> bundles, string title, Func<string, string, double> measure)
    {
        var ids = new Dictionary<string, string>();
        try
        {
            Add(rows, title, "ms", runtime =>
            {
                if (!ids.TryGetValue(runtime, out string? id))
                {
                    id = NextId();
                    _ = ProcessRunner.Time(Command(runtime, "create", "--bundle", bundles[runtime], id));
                    ids[runtime] = id;
                    _ = ProcessRunner.Time(Command(runtime, "start", id));
                }

                return measure(runtime, id);
            }, mayFail: true);
        }
        finally
        {
            foreach ((string runtime, string id) in ids)
            {
                _ = ProcessRunner.Wait(ProcessRunner.Start(Command(runtime, "delete", "--force", id)));
            }
        }
    }

    private static void AddCrowd(List<Row> rows, string bundle)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("CONTAINERS") ?? "1000", System.Globalization.CultureInfo.InvariantCulture);
        using Crowd crowd = new(work, bundle, Runtimes, count);
        string id = Crowd.Id(count / 2);
        Add(rows, $"state, {count} containers", "ms", r => ProcessRunner.Time(crowd.Command(r, "state", id)));

        // SIGCONT changes nothing in a process that runs.
        Add(rows, $"kill, {count} containers", "ms", r => ProcessRunner.Time(crowd.Command(r, "kill", id, "CONT")));
        Add(rows, $"list, {count} containers", "ms", r => ProcessRunner.Time(crowd.Command(r, "list")), Math.Min(rounds, 20));
    }

    private static string[] Command(string runtime, params string[] arguments) =>
        [Path.Combine(work, "bin", runtime), "--root", Path.Combine(work, "state", runtime), .. arguments];

    private static string NextId() => $"bench-{++counter}";

    private static double Run(string runtime, string bundle) =>
        ProcessRunner.Time(Command(runtime, "run", "--bundle", bundle, NextId()));

    private static double CreateStartDelete(string runtime, string bundle)
    {
        string id = NextId(), pidFile = Path.Combine(work, "pid");
        double elapsed = ProcessRunner.Time(Command(runtime, "create", "--bundle", bundle, "--pid-file", pidFile, id))
            + ProcessRunner.Time(Command(runtime, "start", id));
        // Not timed: what runs in the container. delete --force of a running
        // one would measure how often each runtime looks for its end.
        WaitForEnd(int.Parse(File.ReadAllText(pidFile), System.Globalization.CultureInfo.InvariantCulture));
        return elapsed + ProcessRunner.Time(Command(runtime, "delete", id));
    }

    private static void WaitForEnd(int pid)
    {
        try
        {
            while (!File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal))
            {
                Thread.Sleep(1);
            }
        }
        catch (IOException)
        {
            // Reaped already.
        }
    }

    // Not ru_maxrss of our own child: it would count this process' pages, which
    // a spawned child shares until exec. busybox is small enough.
    private static double PeakRss(string runtime, string bundle, int factor) =>
        BusyboxTime(Command(runtime, "run", "--bundle", bundle, NextId())) / factor;

    // Some versions of busybox take kilobytes for pages and multiply.
    private static int BusyboxFactor() =>
        BusyboxTime(["/bin/busybox", "dd", "if=/dev/zero", "of=/dev/null", "bs=32M", "count=1"]) > 64 * 1024 ? 4 : 1;

    private static double BusyboxTime(string[] command)
    {
        string result = Path.Combine(work, "rss");
        _ = ProcessRunner.Time(["/bin/busybox", "time", "-o", result, "-f", "%M", .. command]);
        return double.Parse(File.ReadAllLines(result)[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static double CreatedRss(string runtime, string bundle)
    {
        string id = NextId(), pidFile = Path.Combine(work, "pid");
        _ = ProcessRunner.Time(Command(runtime, "create", "--bundle", bundle, "--pid-file", pidFile, id));
        double size = Rss(File.ReadAllText(pidFile).Trim());
        _ = ProcessRunner.Time(Command(runtime, "delete", "--force", id));
        return size;
    }

    private static double Rss(string pid) => double.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture);

    private static double WaitingRss(string runtime, string bundle)
    {
        int pid = ProcessRunner.Start(Command(runtime, "run", "--bundle", bundle, NextId()));
        Thread.Sleep(500);
        string? line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        foreach (string task in Directory.GetDirectories($"/proc/{pid}/task"))
        {
            foreach (string child in File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                ProcessRunner.Kill(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        _ = ProcessRunner.Wait(pid);
        return line is null
            ? throw new InvalidOperationException(ProcessRunner.LastErrorLine())
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Variant(string name, string config, Action<JsonNode> change)
    {
        string bundle = Path.Combine(work, name);
        _ = Directory.CreateDirectory(bundle);
        JsonNode root = JsonNode.Parse(config)!;
        root["root"]!["path"] = Path.Combine(work, "bundle", "rootfs");
        change(root);
        File.WriteAllText(Path.Combine(bundle, "config.json"), root.ToJsonString());
        return bundle;
    }
}
