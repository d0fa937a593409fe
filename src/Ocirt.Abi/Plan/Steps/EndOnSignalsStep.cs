// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Lets signals end the first process of a pid namespace, until the program replaces it; see pid_namespaces(7).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct EndOnSignalsStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The signals: bit N-1 stands for signal N.</summary>
    public ulong Signals;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
