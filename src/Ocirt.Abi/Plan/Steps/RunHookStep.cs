// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Runs a hook inside the container's namespaces and waits for its end (config.md, POSIX-platform Hooks).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RunHookStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The program, an absolute path.</summary>
    public BlobRef Path;

    /// <summary>A table of its arguments.</summary>
    public BlobRef Arguments;

    /// <summary>A table of its environment.</summary>
    public BlobRef Environment;

    /// <summary>Where it starts; empty for where init is.</summary>
    public BlobRef Directory;

    /// <summary>Seconds after which it is killed; 0 for no limit.</summary>
    public uint Timeout;

    /// <summary>The register of the container's state, its standard input.</summary>
    public uint StateRegister;

    /// <summary>The register of its standard output, or <see cref="Register.None"/>.</summary>
    public uint OutputRegister;

    /// <summary>The register of its standard error, or <see cref="Register.None"/>.</summary>
    public uint ErrorRegister;

    /// <summary>Its place in the list of its kind.</summary>
    public uint Index;

    /// <summary>Not 0: the environment is the process's own, with room for the home directory that was found for it.</summary>
    public uint TakesHome;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 64;
}
