// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Ocirt.Faults;

/// <summary>Kills ocirt before every system call that changes something, makes each fail, or interrupts it at random moments: nothing may be left.</summary>
internal static class Program
{
    private const string Usage = """
        usage: Ocirt.Faults OCIRT WORK LAYOUT OPERATIONS short|whole RESULTS
               Ocirt.Faults OCIRT WORK LAYOUT OPERATIONS interrupts ROUNDS SEED
        """;

    /// <summary>OPERATIONS are names with commas, or 'all'.</summary>
    private static int Main(string[] arguments)
    {
        if (arguments is not ([_, _, _, _, "short" or "whole", _] or [_, _, _, _, "interrupts", _, _]))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        Kernel.BecomeSubreaper();
        Stopwatch clock = Stopwatch.StartNew();
        string layout = arguments[2];
        string[] wanted = arguments[3].Split(',');
        using Runtime runtime = new(arguments[0], arguments[1], layout == "systemd");
        if (arguments[4] == "interrupts")
        {
            int rounds = int.Parse(arguments[5], CultureInfo.InvariantCulture), seed = int.Parse(arguments[6], CultureInfo.InvariantCulture);
            Interrupts interrupts = new(runtime, layout, seed, rounds, Console.Out);
            ForEach(Operation.Interruptible, wanted, layout, runtime, interrupts.Failures, interrupts.Run);
            Console.WriteLine($"{layout}: {interrupts.Tried} signals with seed {seed} in {clock.Elapsed.TotalSeconds:0} s, {interrupts.Interrupted} commands interrupted, {interrupts.Failures.Count} failures");
            return interrupts.Failures.Count == 0 ? 0 : 1;
        }

        Campaign campaign = new(runtime, layout, arguments[5], Console.Out);
        ForEach(Operation.All, wanted, layout, runtime, campaign.Failures, operation => campaign.Run(operation, arguments[4] == "short"));
        Console.WriteLine($"{layout}: {campaign.Points} points, {campaign.Tried} faults tried in {clock.Elapsed.TotalSeconds:0} s, {campaign.Failures.Count} failures");
        return campaign.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Goes through the operations that are wanted and possible here.</summary>
    private static void ForEach(
        IReadOnlyList<Operation> operations, string[] wanted, string layout, Runtime runtime, List<string> failures, Action<Operation> run)
    {
        foreach (Operation operation in operations.Where(operation => wanted is ["all"] || wanted.Contains(operation.Name)))
        {
            string? missing = operation.Before.Append(operation.Command).Select(words => words[0]).FirstOrDefault(word => word != "wait" && !runtime.Has(word));
            if (!operation.IsPossible || missing is not null)
            {
                Console.WriteLine($"{layout} {operation.Name}: skipped, {(missing is null ? $"this layout has no '{operation.Controller}' here" : $"this build has no command '{missing}'")}");
                continue;
            }

            try
            {
                run(operation);
            }
            catch (IOException exception)
            {
                failures.Add($"{layout} {operation.Name}: {exception.Message}");
                Console.WriteLine(failures[^1]);
            }
        }
    }
}
