// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.Threading;

namespace Ocirt.Cgroups.Tests;

/// <summary>Waits for what another process does.</summary>
internal static class Wait
{
    /// <summary>Waits until a condition holds, for a minute at most.</summary>
    internal static void Until(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new TimeoutException();
            }

            Thread.Sleep(1);
        }
    }
}
