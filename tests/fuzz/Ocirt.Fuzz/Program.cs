// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;

namespace Ocirt.Fuzz;

/// <summary>
/// Throws changed configurations at the reader, the validator and the planner, and changed plans at the reader of
/// init. Each case follows from its number alone: <c>CASE=N</c> repeats one.
/// </summary>
/// <remarks>
/// Usage: Ocirt.Fuzz CASES FIRST REPOSITORY. The numbers in work stand in the file 'cases' of the current directory
/// while the program runs, so that a crash of the whole process can be told, too.
/// </remarks>
internal static class Program
{
    private static int s_next;
    private static int s_failures;

    private static int Main(string[] arguments)
    {
        int cases = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        int first = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var corpus = Corpus.Load(arguments[2]);
        Console.WriteLine($"{corpus.Count} configurations, {cases} cases from {first} on");
        s_next = first;
        int workers = Math.Min(cases, Math.Max(1, Environment.ProcessorCount));
        using var watchdog = new Watchdog("cases", workers);
        var clock = Stopwatch.StartNew();
        var tallies = new Tally[workers];
        var threads = new Thread[workers];
        for (int i = 0; i < workers; i++)
        {
            int worker = i;
            tallies[i] = new Tally();
            threads[i] = new Thread(() => Work(worker, first + cases, corpus, watchdog, tallies[worker]), 16 << 20);
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Tally all = Tally.Sum(tallies);
        Console.WriteLine($"{all}, {s_failures} failures, {clock.Elapsed.TotalSeconds:F0} s");
        return s_failures == 0 ? 0 : 1;
    }

    private static void Work(int worker, int end, Corpus corpus, Watchdog watchdog, Tally tally)
    {
        while (true)
        {
            int number = Interlocked.Increment(ref s_next) - 1;
            if (number >= end || Volatile.Read(ref s_failures) >= 10)
            {
                watchdog.Leave(worker);
                return;
            }

            watchdog.Enter(worker, number);
            var fuzzed = new FuzzCase(number, corpus);
            try
            {
                fuzzed.Run(tally);
            }
            catch (Exception failure)
            {
                Interlocked.Increment(ref s_failures);
                string file = Path.GetFullPath($"case-{number}.json");
                File.WriteAllBytes(file, fuzzed.Text);
                Console.WriteLine($"case {number} ({file}): {failure}");
            }
        }
    }
}
