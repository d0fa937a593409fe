// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Abi.Plan;

/// <summary>The size of each step, which the reader holds every step against.</summary>
public static class StepLayout
{
    /// <summary>The size in bytes of the struct of <paramref name="op"/>, or 0 when there is no such op.</summary>
    public static int SizeOf(StepOp op) => op switch
    {
        StepOp.OpenNamespace => OpenNamespaceStep.Size,
        StepOp.EnterNamespace => EnterNamespaceStep.Size,
        StepOp.SetOomScoreAdj => SetOomScoreAdjStep.Size,
        StepOp.EnterCgroups => EnterCgroupsStep.Size,
        StepOp.Clone => CloneStep.Size,
        StepOp.SetDumpable => SetDumpableStep.Size,
        StepOp.Await => AwaitStep.Size,
        StepOp.Unshare => UnshareStep.Size,
        StepOp.JoinSessionKeyring => JoinSessionKeyringStep.Size,
        StepOp.NewSession => NewSessionStep.Size,
        StepOp.SetPropagation => SetPropagationStep.Size,
        StepOp.MakeParentPrivate => MakeParentPrivateStep.Size,
        StepOp.OpenRoot => OpenRootStep.Size,
        StepOp.MountFilesystem => MountFilesystemStep.Size,
        StepOp.BindMount => BindMountStep.Size,
        StepOp.ChangeMount => ChangeMountStep.Size,
        StepOp.MakeDevice => MakeDeviceStep.Size,
        StepOp.MakeSymlink => MakeSymlinkStep.Size,
        StepOp.HidePath => HidePathStep.Size,
        StepOp.ProtectPath => ProtectPathStep.Size,
        StepOp.PivotRoot => PivotRootStep.Size,
        StepOp.MoveRoot => MoveRootStep.Size,
        StepOp.SetHostname => SetHostnameStep.Size,
        StepOp.SetDomainname => SetDomainnameStep.Size,
        StepOp.OpenProc => OpenProcStep.Size,
        StepOp.WriteSysctl => WriteSysctlStep.Size,
        StepOp.SetLimit => SetLimitStep.Size,
        StepOp.FindExecutable => FindExecutableStep.Size,
        StepOp.ChangeDirectory => ChangeDirectoryStep.Size,
        StepOp.SetUmask => SetUmaskStep.Size,
        StepOp.SetGroups => SetGroupsStep.Size,
        StepOp.SetIds => SetIdsStep.Size,
        StepOp.LimitBounding => LimitBoundingStep.Size,
        StepOp.SetCapabilities => SetCapabilitiesStep.Size,
        StepOp.RaiseAmbient => RaiseAmbientStep.Size,
        StepOp.ForbidNewPrivileges => ForbidNewPrivilegesStep.Size,
        StepOp.LoadSeccomp => LoadSeccompStep.Size,
        StepOp.CloseDescriptors => CloseDescriptorsStep.Size,
        StepOp.ReopenNull => ReopenNullStep.Size,
        StepOp.OwnStdio => OwnStdioStep.Size,
        StepOp.Exec => ExecStep.Size,
        StepOp.SetPersonality => SetPersonalityStep.Size,
        StepOp.SetLabel => SetLabelStep.Size,
        StepOp.RunHook => RunHookStep.Size,
        StepOp.SetMemoryPolicy => SetMemoryPolicyStep.Size,
        StepOp.SetTimeOffsets => SetTimeOffsetsStep.Size,
        StepOp.AdoptIds => AdoptIdsStep.Size,
        StepOp.RaiseLoopback => RaiseLoopbackStep.Size,
        StepOp.BorrowNetwork => BorrowNetworkStep.Size,
        StepOp.OpenTerminal => OpenTerminalStep.Size,
        StepOp.UseRoot => UseRootStep.Size,
        StepOp.ChangeRoot => ChangeRootStep.Size,
        StepOp.AcceptStart => AcceptStartStep.Size,
        StepOp.MakeDirectory => MakeDirectoryStep.Size,
        StepOp.EndOnSignals => EndOnSignalsStep.Size,
        _ => 0,
    };
}
