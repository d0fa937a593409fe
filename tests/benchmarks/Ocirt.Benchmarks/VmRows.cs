// SPDX-License-Identifier: Apache-2.0
using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace Ocirt.Benchmarks;

/// <summary>What is measured in the VM, which has a systemd and every controller of cgroup v2.</summary>
/// <param name="bench">What runs the commands.</param>
internal sealed class VmRows(Bench bench)
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>Starts that all have to succeed at a limit of memory.</summary>
    private const int Starts = 8;

    /// <summary>Limits of memory in kB, each tried when the one before was enough.</summary>
    private static readonly int[] Limits =
        [32768, 16384, 12288, 8192, 6144, 4096, 3072, 2048, 1536, 1024, 768, 640, 512, 448, 384, 352, 320, 288, 256, 240, 224, 208, 192, 176, 160, 144, 128];

    /// <summary>Measures all rows.</summary>
    public void Measure()
    {
        string config = File.ReadAllText(Path.Combine(bench.Bundle, "config.json"));
        string scope = bench.Variant("scope", config, c => _ = c["linux"]!.AsObject().Remove("cgroupsPath"));
        string[] controllers = HandDown();
        bench.Options = ["--systemd-cgroup"];
        bench.Add("run --systemd-cgroup", "ms", r => bench.Run(r, scope));
        bench.Add("create + start + delete, --systemd-cgroup", "ms", r => bench.CreateStartDelete(r, scope));
        bench.Options = [];
        bench.Add($"run, cgroupfs with {controllers.Length} controllers", "ms", r => bench.Run(r, bench.Bundle));
        bench.Add($"create + start + delete, cgroupfs with {controllers.Length} controllers", "ms", r => bench.CreateStartDelete(r, bench.Bundle));
        AddSmallestLimit(config);
    }

    /// <summary>Gives every controller to the children of the root, and names them.</summary>
    private static string[] HandDown()
    {
        string[] controllers = File.ReadAllText(Path.Combine(Root, "cgroup.controllers")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        foreach (string controller in controllers)
        {
            File.WriteAllText(Path.Combine(Root, "cgroup.subtree_control"), $"+{controller}");
        }

        return controllers;
    }

    private void AddSmallestLimit(string config)
    {
        string title = $"smallest memory limit with which {Starts} of {Starts} start";
        Console.Error.WriteLine($"bench: {title}");
        bench.Rows.Add(new Row(title, "kB", [.. Bench.Runtimes.Select(r => new Series(r, [SmallestLimit(r, config)]))]));
    }

    private double SmallestLimit(string runtime, string config)
    {
        double smallest = double.NaN;
        foreach (int limit in Limits)
        {
            // A network namespace of one's own costs more memory than all else, so one is joined; and nothing may be swapped out.
            string bundle = bench.Variant("limited", config, c =>
            {
                foreach (JsonNode? entry in c["linux"]!["namespaces"]!.AsArray().Where(entry => (string)entry!["type"]! == "network"))
                {
                    entry!["path"] = "/proc/1/ns/net";
                }

                c["linux"]!["resources"]!["memory"] = new JsonObject { ["limit"] = limit * 1024, ["swap"] = limit * 1024 };
            });
            if (!Enumerable.Range(0, Starts).All(_ => Begins(runtime, bundle)))
            {
                break;
            }

            smallest = limit;
        }

        return smallest;
    }

    private bool Begins(string runtime, string bundle)
    {
        string id = bench.NextId();
        string[] command = bench.Command(runtime, "run", "--bundle", bundle, id);
        // What the OOM killer ends may leave somebody waiting for it.
        bool started = ProcessRunner.Wait(ProcessRunner.Start(["/bin/busybox", "timeout", "-s", "KILL", "60", .. command])) == 0;
        if (!started)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bench: {runtime}: {ProcessRunner.LastErrorLine()}"));
            _ = ProcessRunner.Wait(ProcessRunner.Start(bench.Command(runtime, "delete", "--force", id)));
        }

        return started;
    }
}
