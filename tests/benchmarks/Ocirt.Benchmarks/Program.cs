// SPDX-License-Identifier: Apache-2.0
using System;
using System.Globalization;
using System.IO;

namespace Ocirt.Benchmarks;

/// <summary>Measures the runtimes in WORK/bin on WORK/bundle; started by tests/benchmarks/bench.</summary>
internal static class Program
{
    /// <summary>Arguments: host|guest WORK ROUNDS OUTPUT-DIRECTORY DOCKER-CONFIG-OR-EMPTY FACT...</summary>
    public static int Main(string[] args)
    {
        bool inVm = args[0] == "guest";
        Bench bench = new(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        string output = args[3], docker = args[4];
        string[] facts = args[5..];
        if (inVm)
        {
            new VmRows(bench).Measure();
        }
        else
        {
            new HostRows(bench, docker).Measure();
        }

        string markdown = inVm ? Report.VmMarkdown(bench.Rows, facts) : Report.Markdown(bench.Rows, facts);
        Console.Write(markdown);
        if (inVm)
        {
            File.WriteAllText(Path.Combine(output, "benchmarks-vm.md"), markdown);
        }
        else
        {
            File.WriteAllText(Path.Combine(output, "benchmarks.md"), markdown);
            File.WriteAllText(Path.Combine(output, "benchmarks.json"), Report.Json(bench.Rows, facts));
            File.WriteAllText(Path.Combine(output, "benchmarks.svg"), Report.Svg(bench.Rows, facts));
        }

        ProcessRunner.CleanUp();
        return 0;
    }
}
