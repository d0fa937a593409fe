// SPDX-License-Identifier: Apache-2.0

using System.Diagnostics.CodeAnalysis;
using Ocirt.Abi.Plan;

namespace Ocirt.Runtime;

/// <content>Gives init its plan.</content>
public sealed partial class Launcher
{
    [MemberNotNull(nameof(_init), nameof(_channel))]
    private void Begin(WaitingInit init)
    {
        _context.OnInit(init.Pid);
        _context.Trace?.SizeArea(_plan.Sources.Count);
        _channel = init.Begin(_plan.Bytes, out _stage1);
        _init = init;
    }

    /// <summary>Sends what init waits for first.</summary>
    private void SendFirst()
    {
        SendOne(LateSlot.FirstProcess, _context.FirstProcess);
        SendOne(LateSlot.FirstRoot, _context.FirstRoot);
    }

    /// <summary>
    /// Gives the plan to another init, when the one that was started without waiting for it turns out never to have come
    /// into being: a host may refuse a call that the other way does without, and that way tells what is wrong.
    /// </summary>
    private bool TryBeginAgain()
    {
        if (_init.Failure is null || _stage1 is null)
        {
            return false;
        }

        LaunchRemains.End(_stage1);
        _stage1.Dispose();
        _stage1 = null;
        _channel.Dispose();
        using WaitingInit init = WaitingInit.Start(_context.PreservedDescriptors, _context.Trace);
        Begin(init);
        SendFirst();
        HandOver(_cgroups);
        return true;
    }
}
