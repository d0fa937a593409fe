// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace Ocirt.Faults;

/// <summary>Kills ocirt before every system call that changes something, and makes each fail: nothing may be left.</summary>
internal static class Program
{
    /// <summary>usage: Ocirt.Faults OCIRT WORK LAYOUT RESULTS short|whole OPERATIONS (comma-separated, or 'all').</summary>
    private static int Main(string[] arguments)
    {
        if (arguments is not [string ocirt, string work, string layout, string results, string form, string names])
        {
            Console.Error.WriteLine("usage: Ocirt.Faults OCIRT WORK LAYOUT RESULTS short|whole OPERATIONS");
            return 2;
        }

        Kernel.BecomeSubreaper();
        Stopwatch clock = Stopwatch.StartNew();
        Runtime runtime = new(ocirt, work);
        Campaign campaign = new(runtime, layout, results, Console.Out);
        string[] wanted = names.Split(',');
        foreach (Operation operation in Operation.All.Where(operation => names == "all" || wanted.Contains(operation.Name)))
        {
            if (!operation.IsPossible)
            {
                Console.WriteLine($"{layout} {operation.Name}: skipped, this layout has no controller '{operation.Controller}' here");
                continue;
            }

            string? missing = operation.Before.Append(operation.Command).Select(words => words[0]).FirstOrDefault(word => word != "wait" && !runtime.Has(word));
            if (missing is not null)
            {
                Console.WriteLine($"{layout} {operation.Name}: skipped, this build has no command '{missing}'");
                continue;
            }

            try
            {
                campaign.Run(operation, form == "short");
            }
            catch (IOException exception)
            {
                campaign.Failures.Add($"{layout} {operation.Name}: {exception.Message}");
                Console.WriteLine(campaign.Failures[^1]);
            }
        }

        Console.WriteLine($"{layout}: {campaign.Points} points, {campaign.Tried} faults tried in {clock.Elapsed.TotalSeconds:0} s, {campaign.Failures.Count} failures");
        return campaign.Failures.Count == 0 ? 0 : 1;
    }
}
