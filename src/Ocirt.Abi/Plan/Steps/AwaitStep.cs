// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Stops at a late slot: asks for it over the channel and stores what comes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AwaitStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The LateSlot.</summary>
    public uint Slot;

    /// <summary>Where received descriptors go.</summary>
    public uint FirstRegister;

    /// <summary>How many may come.</summary>
    public uint MaxDescriptors;

    /// <summary>The AwaitPart.</summary>
    public uint Part;

    /// <summary>A file of the root that is opened and sent along when it exists, or empty.</summary>
    public BlobRef Offer;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 32;
}
