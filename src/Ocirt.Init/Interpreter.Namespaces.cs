// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>Stage 1: what happens on the host's side, up to the clone.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool OpenNamespace(OpenNamespaceStep* step)
    {
        byte* path = _plan.Text(step->Path);
        if (path == null)
        {
            return false;
        }

        nint opened = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK);
        if (IsError(opened))
        {
            return At(FailurePoint.Source);
        }

        nint kind = Call(SyscallNumber.ioctl, opened, unchecked((nint)Ioctl.NS_GET_NSTYPE));
        if (IsError(kind) || (ulong)kind != step->NamespaceType)
        {
            _value = IsError(kind) ? 0 : (ulong)kind;
            return Fail(SyscallNumber.ioctl, Errno.EINVAL, FailurePoint.WrongKind);
        }

        return Hold(step->Register, opened);
    }

    private bool EnterNamespace(EnterNamespaceStep* step)
    {
        int descriptor = Held(step->Register);
        if (descriptor < 0)
        {
            return false;
        }

        ulong bit = 1UL << (int)step->Register;
        EnterFlags flags = (EnterFlags)step->Flags;
        if ((flags & EnterFlags.Again) != 0 && (_entered & bit) != 0)
        {
            return true;
        }

        nint entered = Call(SyscallNumber.setns, descriptor, (nint)step->NamespaceType);
        if (IsError(entered))
        {
            return entered == -Errno.EPERM && (flags & EnterFlags.Tentative) != 0;
        }

        _entered |= bit;
        return true;
    }

    private bool WriteOwnFile(System.ReadOnlySpan<byte> pathWithNul, BlobRef content)
    {
        byte* text = _plan.Text(content);
        if (text == null)
        {
            return false;
        }

        fixed (byte* path = pathWithNul)
        {
            nint file = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)path, Fcntl.O_WRONLY | Fcntl.O_CLOEXEC);
            if (IsError(file))
            {
                return false;
            }

            bool written = Try(SyscallNumber.write, file, (nint)text, (nint)content.Length);
            Close(file);
            return written;
        }
    }

    /// <summary>
    /// The caller's ids have no meaning in the user namespace. The groups go first, while they still can; where
    /// setgroups(2) is denied the later step decides whether that matters.
    /// </summary>
    private bool AdoptIds(AdoptIdsStep* step)
    {
        nint groups = step->KeepGroups != 0 ? 0 : Call(SyscallNumber.setgroups, 0, 0);
        if (IsError(groups) && groups != -Errno.EPERM)
        {
            return At(FailurePoint.Groups);
        }

        nint uid = (nint)step->Uid;
        nint gid = (nint)step->Gid;
        return Try(SyscallNumber.setresgid, gid, gid, gid) && Try(SyscallNumber.setresuid, uid, uid, uid);
    }

    private bool EnterCgroups(EnterCgroupsStep* step)
    {
        byte zero = (byte)'0';
        for (uint i = 0; i < step->Count; i++)
        {
            int procs = Held(step->FirstRegister + i);
            if (procs < 0)
            {
                return false;
            }

            bool written = step->Directories == 0
                ? Try(SyscallNumber.write, procs, (nint)(&zero), 1)
                : EnterDirectory(procs, &zero);
            if (!written)
            {
                _value = i;
                return At(FailurePoint.Target);
            }
        }

        return true;
    }

    private bool EnterDirectory(int directory, byte* zero)
    {
        System.ReadOnlySpan<byte> name = "cgroup.procs\0"u8;
        fixed (byte* path = name)
        {
            nint procs = Call(SyscallNumber.openat, directory, (nint)path, Fcntl.O_WRONLY | Fcntl.O_CLOEXEC);
            if (IsError(procs))
            {
                return false;
            }

            bool written = Try(SyscallNumber.write, procs, (nint)zero, 1);
            Close(procs);
            return written;
        }
    }

    private Outcome Clone(CloneStep* step)
    {
        CloneArgs arguments = default;
        arguments.Flags = step->Flags | Sched.CLONE_PARENT;
        if (step->CgroupRegister != Register.None)
        {
            int cgroup = Held(step->CgroupRegister);
            if (cgroup < 0)
            {
                return Outcome.Failed;
            }

            arguments.Flags |= Sched.CLONE_INTO_CGROUP;
            arguments.Cgroup = (ulong)cgroup;
        }

        int* lending = stackalloc int[2];
        if (step->LendsNetwork != 0
            && !Try(SyscallNumber.socketpair, Socket.AF_UNIX, Socket.SOCK_SEQPACKET | Socket.SOCK_CLOEXEC, 0, (nint)lending))
        {
            return Outcome.Failed;
        }

        nint pid = Call(SyscallNumber.clone3, (nint)(&arguments), CloneArgs.Size);
        if (IsMissing(pid))
        {
            // Reported as the call that it stands in for.
            pid = CloneClassic(step);
            _call = SyscallNumber.clone3;
        }

        if (IsError(pid))
        {
            return Outcome.Failed;
        }

        if (pid == 0)
        {
            // The modes of what is made from here on are exact; the container's own mask comes late.
            TKernel.Invoke(SyscallNumber.umask, 0, 0, 0, 0, 0, 0);
            if (step->LendsNetwork != 0)
            {
                // ORDER: or the end of the maker would never show as the end of the stream.
                Close(lending[0]);
                Hold(Register.Network, lending[1]);
            }

            return Outcome.Done;
        }

        InitMessage message = default;
        message.Kind = MessageKind.Spawned;
        message.Step = _step;
        message.Value = (ulong)pid;

        // Should the brain not learn of the child, it gives up on hearing of this failure, and the child on that.
        return Send(&message, -1) && (step->LendsNetwork == 0 || LendNetwork(lending[0])) ? Outcome.Handed : Outcome.Failed;
    }

    /// <summary>clone(2), which enters no cgroup: this process does so before, and its child is born there.</summary>
    private nint CloneClassic(CloneStep* step)
    {
        byte zero = (byte)'0';
        if (step->CgroupRegister != Register.None && !EnterDirectory(Held(step->CgroupRegister), &zero))
        {
            return -_error;
        }

        // CLONE_PARENT wants no signal in the lowest byte; a null stack goes on with a copy of this one.
        return Call(SyscallNumber.clone, (nint)(step->Flags | Sched.CLONE_PARENT));
    }

    private bool JoinSessionKeyring(JoinSessionKeyringStep* step)
    {
        byte* name = _plan.Text(step->Name);
        if (name == null)
        {
            return false;
        }

        nint result = Call(SyscallNumber.keyctl, Keyctl.KEYCTL_JOIN_SESSION_KEYRING, (nint)name);

        // A kernel without key management has nothing to leak.
        return !IsError(result) || result == -Errno.ENOSYS;
    }

    private bool SetName(SyscallNumber call, BlobRef name)
    {
        byte* text = _plan.Text(name);
        return text != null && Try(call, (nint)text, (nint)name.Length);
    }
}
