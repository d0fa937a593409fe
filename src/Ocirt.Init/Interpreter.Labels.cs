// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>Labels of AppArmor and SELinux.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool SetLabel(SetLabelStep* step)
    {
        byte* path = _plan.Text(step->Path);
        byte* oldPath = step->OldPath.Length == 0 ? null : _plan.Text(step->OldPath);
        byte* value = _plan.Text(step->Value);
        int proc = Held(Register.Proc);
        if (path == null || value == null || proc < 0 || _plan.Fault != PlanFault.None)
        {
            return false;
        }

        nint file = OpenAttribute(proc, path);
        if (file == -Errno.ENOENT && oldPath != null)
        {
            // KERNEL(5.1): a directory of its own for each security module.
            file = OpenAttribute(proc, oldPath);
        }

        if (IsError(file))
        {
            return At(FailurePoint.Target);
        }

        bool written = Try(SyscallNumber.write, file, (nint)value, (nint)step->Value.Length);
        Close(file);
        return written || At(FailurePoint.Option);
    }

    /// <summary>Opens a file of this process in the private procfs, which no mount of the container covers (CVE-2019-16884).</summary>
    private nint OpenAttribute(int proc, byte* path) =>

        // "self" is a link of the ordinary kind.
        OpenBeneath(proc, path, Fcntl.O_WRONLY, Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_XDEV | Fcntl.RESOLVE_NO_MAGICLINKS);
}
