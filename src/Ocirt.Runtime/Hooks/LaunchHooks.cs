// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Plan;
using Ocirt.Linux;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;

namespace Ocirt.Runtime.Hooks;

/// <summary>The hooks of one container through its life, each with the state that the specification gives it.</summary>
public sealed class LaunchHooks
{
    private readonly ContainerConfig _config;
    private readonly StateView _view;

    private LaunchHooks(ContainerConfig config, StateView view)
    {
        _config = config;
        _view = view;
    }

    /// <summary>Whether a hook has run, or may have: poststop hooks run from here on, even when the container fails.</summary>
    public bool HaveBegun { get; private set; }

    /// <summary>The hooks of a configuration, or null when it has none.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="bundle">The bundle's absolute path.</param>
    public static LaunchHooks? Of(ContainerConfig config, string id, string bundle) =>
        config.Hooks is null ? null : new(config, new StateView(config, id, bundle));

    /// <summary>The hooks of a container that was created earlier, or null when it has none.</summary>
    /// <param name="state">Its state directory.</param>
    public static LaunchHooks? Kept(StateDirectory state) =>
        Kept(state, state.TryRead(Container.ConfigFileName, ConfigReader.MaxFileSize + 1));

    /// <summary>The hooks of a container whose configuration was read already, or null when it has none.</summary>
    /// <param name="state">Its state directory.</param>
    /// <param name="text">Its configuration, or null when there is none.</param>
    public static LaunchHooks? Kept(StateDirectory state, byte[]? text)
    {
        // Most containers have no hooks: the text is looked through before it is read as JSON.
        if (text is null || text.AsSpan().IndexOf("\"hooks\""u8) < 0 || ConfigReader.Read(text, Container.ConfigFileName).Config is not { Hooks: not null } config)
        {
            return null;
        }

        foreach (JournalEntry entry in Journal.Read(state))
        {
            if (entry.Kind == JournalKind.Container)
            {
                return new(config, new StateView(config, state.Id, entry.Fields[0]));
            }
        }

        return null;
    }

    /// <summary>Whether init may be silent for as long as hooks inside the container take.</summary>
    public bool RunInside => HookRunner.Find(_config, HookKind.CreateContainer).Length + HookRunner.Find(_config, HookKind.StartContainer).Length > 0;

    /// <summary>Runs the prestart and createRuntime hooks.</summary>
    /// <param name="pid">The container's first process.</param>
    /// <param name="interrupts">The signals that end a hook, or null.</param>
    /// <exception cref="ContainerException">One failed, or a signal came.</exception>
    public void BeforePivot(int pid, SignalFd? interrupts)
    {
        HaveBegun = true;
        byte[] state = _view.ToJson("creating", pid);
        HookRunner.Run(_config, HookKind.Prestart, _view.Bundle, state, interrupts);
        HookRunner.Run(_config, HookKind.CreateRuntime, _view.Bundle, state, interrupts);
    }

    /// <summary>What init is handed for the hooks inside the container, in which the pid is the one seen there.</summary>
    /// <param name="slot">For which of them it asks.</param>
    /// <param name="pid">The container's first process.</param>
    /// <exception cref="ContainerException">A file for the output cannot be opened.</exception>
    public HookState Inside(LateSlot slot, int pid)
    {
        HaveBegun = true;
        string status = slot == LateSlot.StartContainerState ? "created" : "creating";
        return HookState.Make(_config, _view.ToJson(status, StateView.InsidePid(pid)));
    }

    /// <summary>Runs the poststart hooks.</summary>
    /// <param name="pid">The container's first process, which runs the program.</param>
    /// <exception cref="ContainerException">One failed: the container is to be stopped.</exception>
    public void AfterStart(int pid)
    {
        if (HookRunner.Find(_config, HookKind.Poststart).Length != 0)
        {
            HaveBegun = true;
            HookRunner.Run(_config, HookKind.Poststart, _view.Bundle, _view.ToJson("running", pid));
        }
    }

    /// <summary>Runs the poststop hooks; the container is gone.</summary>
    /// <param name="warn">Told of each that fails.</param>
    public void AfterStop(Action<string> warn)
    {
        if (HookRunner.Find(_config, HookKind.Poststop).Length != 0)
        {
            HookRunner.RunAll(_config, HookKind.Poststop, _view.Bundle, _view.ToJson("stopped", 0), warn);
        }
    }
}
