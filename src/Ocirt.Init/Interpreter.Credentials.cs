// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>Limits, ids, capabilities, the system call filter; see credentials(7), capabilities(7).</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    /// <summary>Init has fewer descriptors than this many.</summary>
    private const int HighestOwn = 512;

    private static nint LastDescriptor => unchecked((nint)0xffff_ffffu);

    private bool SetLimit(SetLimitStep* step)
    {
        ulong* limit = stackalloc ulong[2];
        if (step->RaiseOnly != 0)
        {
            if (!Try(SyscallNumber.prlimit64, 0, (nint)step->Resource, 0, (nint)limit))
            {
                return false;
            }

            if (limit[1] >= step->Hard)
            {
                return true;
            }

            limit[1] = step->Hard;
            return Try(SyscallNumber.prlimit64, 0, (nint)step->Resource, (nint)limit);
        }

        limit[0] = step->Soft;
        limit[1] = step->Hard;
        return Try(SyscallNumber.prlimit64, 0, (nint)step->Resource, (nint)limit);
    }

    private bool SetMemoryPolicy(SetMemoryPolicyStep* step)
    {
        if (step->Nodes.Length == 0)
        {
            return Try(SyscallNumber.set_mempolicy, (nint)step->Mode);
        }

        byte* nodes = _plan.Bytes(step->Nodes, 8);

        // The kernel takes the highest bit plus one, and one more.
        return nodes != null && Try(SyscallNumber.set_mempolicy, (nint)step->Mode, (nint)nodes, (nint)((step->Nodes.Length * 8) + 1));
    }

    private bool SetUmask(SetUmaskStep* step)
    {
        TKernel.Invoke(SyscallNumber.umask, (nint)step->Mask, 0, 0, 0, 0, 0);
        return true;
    }

    private bool SetGroups(SetGroupsStep* step)
    {
        byte* groups = _plan.Bytes(step->Groups, 4);
        return groups != null && Try(SyscallNumber.setgroups, (nint)(step->Groups.Length / 4), (nint)groups);
    }

    private bool SetIds(SetIdsStep* step)
    {
        nint uid = (nint)step->Uid;
        nint gid = (nint)step->Gid;

        // ORDER: the permitted set survives the change of ids until SetCapabilities replaces it.
        return Try(SyscallNumber.prctl, Prctl.PR_SET_KEEPCAPS, 1)
            && Try(SyscallNumber.setresgid, gid, gid, gid)
            && Try(SyscallNumber.setresuid, uid, uid, uid)
            && Try(SyscallNumber.prctl, Prctl.PR_SET_KEEPCAPS, 0);
    }

    private bool LimitBounding(LimitBoundingStep* step)
    {
        for (int capability = 0; capability < 64; capability++)
        {
            if (((step->Keep >> capability) & 1) != 0)
            {
                continue;
            }

            nint dropped = Call(SyscallNumber.prctl, Prctl.PR_CAPBSET_DROP, capability);
            if (dropped == -Errno.EINVAL)
            {
                // This kernel knows no capability from here on.
                return true;
            }

            if (IsError(dropped))
            {
                _value = (ulong)capability;
                return false;
            }
        }

        return true;
    }

    private bool SetCapabilities(SetCapabilitiesStep* step)
    {
        uint* header = stackalloc uint[2];
        header[0] = Capability.LINUX_CAPABILITY_VERSION_3;
        header[1] = 0;
        uint* sets = stackalloc uint[6];
        sets[0] = (uint)step->Effective;
        sets[1] = (uint)step->Permitted;
        sets[2] = (uint)step->Inheritable;
        sets[3] = (uint)(step->Effective >> 32);
        sets[4] = (uint)(step->Permitted >> 32);
        sets[5] = (uint)(step->Inheritable >> 32);
        return Try(SyscallNumber.capset, (nint)header, (nint)sets);
    }

    private bool RaiseAmbient(RaiseAmbientStep* step)
    {
        if (!Try(SyscallNumber.prctl, Prctl.PR_CAP_AMBIENT, Prctl.PR_CAP_AMBIENT_CLEAR_ALL))
        {
            return false;
        }

        for (int capability = 0; capability < 64; capability++)
        {
            if (((step->Set >> capability) & 1) != 0
                && !Try(SyscallNumber.prctl, Prctl.PR_CAP_AMBIENT, Prctl.PR_CAP_AMBIENT_RAISE, capability))
            {
                _value = (ulong)capability;
                return false;
            }
        }

        return true;
    }

    private Outcome LoadSeccomp(LoadSeccompStep* step)
    {
        byte* filter = _plan.Bytes(step->Filter, 8);
        if (filter == null)
        {
            return Outcome.Failed;
        }

        // struct sock_fprog: a 16-bit count, padding, a pointer.
        ulong* program = stackalloc ulong[2];
        program[0] = step->Filter.Length / 8;
        program[1] = (ulong)filter;
        nint loaded = Call(SyscallNumber.seccomp, (nint)Seccomp.SECCOMP_SET_MODE_FILTER, (nint)step->Flags, (nint)program);
        if (IsError(loaded))
        {
            return Outcome.Failed;
        }

        if ((step->Flags & Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER) == 0)
        {
            return Outcome.Done;
        }

        // Nothing that the filter notifies of happens before somebody listens.
        AwaitStep wait = default;
        wait.Slot = (uint)LateSlot.SeccompListener;
        return Ask(&wait, (int)loaded);
    }

    private bool CloseDescriptors(CloseDescriptorsStep* step)
    {
        // ORDER: after the last use of a register. The channel stays and is closed by exec.
        uint channel = (uint)_channel;
        if (step->First >= channel)
        {
            return CloseFrom(step->First > channel ? step->First : channel + 1, LastDescriptor);
        }

        return CloseFrom(step->First, (nint)(channel - 1)) && CloseFrom(channel + 1, LastDescriptor);
    }

    private bool CloseFrom(uint first, nint last)
    {
        nint closed = Call(SyscallNumber.close_range, (nint)first, last);
        if (closed != -Errno.ENOSYS && closed != -Errno.EPERM)
        {
            return !IsError(closed);
        }

        // KERNEL(5.9): close_range, or an old filter around the runtime. All that init holds is marked to be closed by
        // exec; this is for the wait before it.
        for (nint descriptor = (nint)first; descriptor <= last && descriptor < HighestOwn; descriptor++)
        {
            Close(descriptor);
        }

        return true;
    }
}
