// SPDX-License-Identifier: Apache-2.0
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace Ocirt.Benchmarks;

/// <summary>Runs commands of each runtime in WORK/bin in interleaved rounds, and collects the rows of the table.</summary>
/// <param name="work">The directory with bin, state and bundle.</param>
/// <param name="rounds">How often each command is measured.</param>
internal sealed class Bench(string work, int rounds)
{
    /// <summary>The runtimes that are compared.</summary>
    public static readonly string[] Runtimes = ["ocirt", "crun", "runc"];

    private int _counter;

    /// <summary>What has been measured.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>The directory with bin, state and bundle.</summary>
    public string Work => work;

    /// <summary>The bundle whose program is /bin/true.</summary>
    public string Bundle => Path.Combine(work, "bundle");

    /// <summary>How often each command is measured, unless its row says otherwise.</summary>
    public int Rounds => rounds;

    /// <summary>Options of every command, in front of its name.</summary>
    public string[] Options { get; set; } = [];

    /// <summary>Measures a row.</summary>
    /// <remarks>
    /// Interleaved, in shuffled order. Not rotated: then the same runtime would always follow runc and pay for the kernel's
    /// late work on runc's container. Back to back, without a pause: after 25 ms of idleness every runtime waits some 12 ms
    /// longer for the kernel (RCU), which hides what they do themselves.
    /// </remarks>
    public void Add(string title, string unit, Func<string, double> measure, int? times = null, bool mayFail = false)
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

            Rows.Add(new Row(title, unit, [.. Runtimes.Select((r, k) => new Series(r, values[k]))]));
        }
        catch (InvalidOperationException e) when (mayFail && current == "ocirt")
        {
            string reason = e.Message.Replace(work, "", StringComparison.Ordinal).Replace('|', '/');
            Rows.Add(new Row(title, unit, [], $"not there yet: {reason}"));
        }
    }

    /// <summary>A command line, with a state root of the runtime's own.</summary>
    public string[] Command(string runtime, params string[] arguments) =>
        [Path.Combine(work, "bin", runtime), "--root", Path.Combine(work, "state", runtime), .. Options, .. arguments];

    /// <summary>An id that no container has had.</summary>
    public string NextId() => $"bench-{++_counter}";

    /// <summary>The time of a container from its first moment to its last.</summary>
    public double Run(string runtime, string bundle) =>
        ProcessRunner.Time(Command(runtime, "run", "--bundle", bundle, NextId()));

    /// <summary>The time of the three commands together, without what the program in the container takes.</summary>
    public double CreateStartDelete(string runtime, string bundle)
    {
        string id = NextId(), pidFile = Path.Combine(work, "pid");
        double elapsed = ProcessRunner.Time(Command(runtime, "create", "--bundle", bundle, "--pid-file", pidFile, id))
            + ProcessRunner.Time(Command(runtime, "start", id));
        // Not timed: what runs in the container. delete --force of a running
        // one would measure how often each runtime looks for its end.
        WaitForEnd(int.Parse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture));
        return elapsed + ProcessRunner.Time(Command(runtime, "delete", id));
    }

    /// <summary>A bundle like another one, with the same rootfs and a changed configuration.</summary>
    public string Variant(string name, string config, Action<JsonNode> change)
    {
        string bundle = Path.Combine(work, name);
        _ = Directory.CreateDirectory(bundle);
        JsonNode root = JsonNode.Parse(config)!;
        root["root"]!["path"] = Path.Combine(work, "bundle", "rootfs");
        change(root);
        File.WriteAllText(Path.Combine(bundle, "config.json"), root.ToJsonString());
        return bundle;
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
}
