// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Linux;

namespace Ocirt.Cgroups.Systemd;

/// <summary>
/// A connection to a systemd, the system's or a user's: by its private socket, which needs no bus, else by the bus. Every
/// wait is bounded, and every error names the unit; see org.freedesktop.systemd1(5).
/// </summary>
public sealed class SystemdConnection : IDisposable
{
    private const string Destination = "org.freedesktop.systemd1";
    private const string ObjectPath = "/org/freedesktop/systemd1";
    private const string Contract = "org.freedesktop.systemd1.Manager";
    private const int CallLimit = 25_000;
    private const int JobLimit = 30_000;
    private const int LongestGreeting = 100;
    private readonly BusConnection _connection;

    private SystemdConnection(BusConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Connects.</summary>
    /// <param name="isUser">Whether to the user's own systemd.</param>
    /// <param name="runtimeDirectory">$XDG_RUNTIME_DIR, for a user's.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="CgroupException">There is no systemd.</exception>
    public static SystemdConnection Connect(bool isUser, string? runtimeDirectory)
    {
        if (isUser && string.IsNullOrEmpty(runtimeDirectory))
        {
            throw new CgroupException("systemd: XDG_RUNTIME_DIR is not set: log in as the user, or use '--cgroup-manager=cgroupfs'");
        }

        string place = isUser ? runtimeDirectory! : "/run";
        string socket = place + "/systemd/private";
        try
        {
            SystemdConnection peer = new(BusConnection.OpenPeer("unix:path=" + Escape(socket)));
            peer.Greet();
            return peer;
        }
        catch (BusException noPeer)
        {
            string bus = isUser ? place + "/bus" : "/run/dbus/system_bus_socket";
            try
            {
                SystemdConnection connection = new(BusConnection.OpenBus("unix:path=" + Escape(bus)));
                connection._connection.AddMatch($"type='signal',sender='{Destination}',interface='{Contract}',member='JobRemoved'");
                connection.Call(Begin("Subscribe")).Dispose();
                return connection;
            }
            catch (BusException noBus)
            {
                throw new CgroupException(
                    $"systemd does not answer: '{socket}': {noPeer.Message}; '{bus}': {noBus.Message}: is it running? '--cgroup-manager=cgroupfs' does without");
            }
        }
    }

    /// <summary>Makes a scope and waits until it is there. A failed unit of the same name is cleared away first.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="properties">Its properties, with the processes that it is to hold.</param>
    /// <exception cref="CgroupException">systemd refuses, or does not finish in time; nothing of the unit is left.</exception>
    public void StartTransientUnit(string unit, IReadOnlyList<UnitProperty> properties)
    {
        for (int tries = 1; ; tries++)
        {
            using BusMessage call = Begin("StartTransientUnit").Write(unit).Write("replace").OpenArray("(sv)");
            foreach (UnitProperty property in properties)
            {
                property.WriteTo(call);
            }

            call.Close().OpenArray("(sa(sv))").Close();
            try
            {
                Finish(unit, "starting", call);
                return;
            }
            catch (BusException exists) when (exists.Name.EndsWith(".UnitExists", StringComparison.Ordinal) && tries == 1)
            {
                ResetFailedUnit(unit);
            }
            catch (BusException exists) when (exists.Name.EndsWith(".UnitExists", StringComparison.Ordinal))
            {
                throw new CgroupException($"systemd unit '{unit}': there is one of this name: choose another linux.cgroupsPath, or see 'systemctl status {unit}'");
            }
            catch (BusException refused)
            {
                throw new CgroupException($"systemd unit '{unit}': starting it: {refused.Message}");
            }
        }
    }

    /// <summary>Stops a unit and waits until it is gone. One that is not loaded is no error.</summary>
    /// <param name="unit">Its name.</param>
    /// <exception cref="CgroupException">systemd refuses, or does not finish in time.</exception>
    public void StopUnit(string unit)
    {
        try
        {
            using BusMessage call = Begin("StopUnit").Write(unit).Write("replace");
            Finish(unit, "stopping", call);
        }
        catch (BusException gone) when (gone.Name.EndsWith(".NoSuchUnit", StringComparison.Ordinal))
        {
        }
        catch (BusException refused)
        {
            throw new CgroupException($"systemd unit '{unit}': stopping it: {refused.Message}");
        }

        ResetFailedUnit(unit);
    }

    /// <summary>Whether systemd knows a unit: one that is there, is being made, or has failed.</summary>
    /// <param name="unit">Its name.</param>
    /// <returns>Whether it is loaded.</returns>
    /// <exception cref="CgroupException">systemd does not say.</exception>
    public bool IsLoaded(string unit)
    {
        try
        {
            using BusMessage call = Begin("GetUnit").Write(unit);
            Call(call).Dispose();
            return true;
        }
        catch (BusException gone) when (gone.Name.EndsWith(".NoSuchUnit", StringComparison.Ordinal))
        {
            return false;
        }
        catch (BusException refused)
        {
            throw new CgroupException($"systemd unit '{unit}': looking for it: {refused.Message}");
        }
    }

    /// <summary>Changes properties of a unit that runs, until the next boot.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="properties">The properties; all are changed or none.</param>
    /// <exception cref="CgroupException">systemd refuses.</exception>
    public void SetUnitProperties(string unit, IReadOnlyList<UnitProperty> properties)
    {
        using BusMessage call = Begin("SetUnitProperties").Write(unit).Write(true).OpenArray("(sv)");
        foreach (UnitProperty property in properties)
        {
            property.WriteTo(call);
        }

        call.Close();
        try
        {
            Call(call).Dispose();
        }
        catch (BusException refused)
        {
            throw new CgroupException($"systemd unit '{unit}': setting its properties: {refused.Message}");
        }
    }

    /// <summary>Moves a process into the cgroup of a unit.</summary>
    /// <param name="unit">Its name; it delegates its cgroup.</param>
    /// <param name="below">The path of a cgroup below the unit's own, with '/' before it; empty for the unit's own.</param>
    /// <param name="pid">The process.</param>
    /// <exception cref="CgroupException">systemd refuses.</exception>
    public void AttachProcess(string unit, string below, int pid)
    {
        using BusMessage call = Begin("AttachProcessesToUnit").Write(unit).Write(below).OpenArray("u").Write('u', (ulong)pid).Close();
        try
        {
            Call(call).Dispose();
        }
        catch (BusException refused)
        {
            throw new CgroupException($"systemd unit '{unit}': moving process {pid} into it: {refused.Message}");
        }
    }

    /// <summary>The cgroup of this systemd, below which its units are: <c>/user.slice/user-1000.slice/user@1000.service</c>.</summary>
    /// <returns>The path; empty for the root.</returns>
    /// <exception cref="CgroupException">systemd does not say.</exception>
    public string ControlGroup() => ManagerProperty("ControlGroup").TrimEnd('/');

    /// <summary>The version, <c>252</c>; 0 when it cannot be read.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="CgroupException">systemd does not say.</exception>
    public int Version()
    {
        int version = 0;
        foreach (char letter in ManagerProperty("Version").TrimStart('v'))
        {
            if (!char.IsAsciiDigit(letter))
            {
                break;
            }

            version = (version * 10) + (letter - '0');
        }

        return version;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _connection.Dispose();

    /// <summary>
    /// Waits until systemd listens. A first call that it reads together with the end of the authentication lies there
    /// unseen until another message comes (252), so something harmless is asked until there is an answer.
    /// </summary>
    private void Greet()
    {
        int patience = 1;
        for (int waited = 0; ; waited += patience, patience = Math.Min(patience * 2, LongestGreeting))
        {
            try
            {
                using BusMessage ping = BusMessage.Call(Destination, ObjectPath, "org.freedesktop.DBus.Peer", "Ping");
                _connection.Call(ping, patience).Dispose();
                return;
            }
            catch (BusException silent) when (silent.Name.EndsWith(".NoReply", StringComparison.Ordinal) && waited < CallLimit)
            {
            }
            catch
            {
                Dispose();
                throw;
            }
        }
    }

    private static string Escape(string path)
    {
        System.Text.StringBuilder escaped = new();
        foreach (byte letter in System.Text.Encoding.UTF8.GetBytes(path))
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_' or (byte)'/' or (byte)'.' or (byte)'*' or (byte)'\\';
            escaped.Append(isPlain ? ((char)letter).ToString() : $"%{letter:x2}");
        }

        return escaped.ToString();
    }

    private static BusMessage Begin(string method) => BusMessage.Call(Destination, ObjectPath, Contract, method);

    private BusMessage Call(BusMessage call) => _connection.Call(call, CallLimit);

    private void ResetFailedUnit(string unit)
    {
        try
        {
            using BusMessage call = Begin("ResetFailedUnit").Write(unit);
            Call(call).Dispose();
        }
        catch (BusException)
        {
            // A unit that did not fail is not loaded any more.
        }
    }

    private string ManagerProperty(string name)
    {
        try
        {
            using BusMessage call = BusMessage.Call(Destination, ObjectPath, "org.freedesktop.DBus.Properties", "Get").Write(Contract).Write(name);
            using BusMessage reply = Call(call);
            return reply.ReadString() ?? "";
        }
        catch (BusException refused)
        {
            throw new CgroupException($"systemd: reading '{name}' of the manager: {refused.Message}");
        }
    }

    /// <summary>Makes a call that begins a job, and waits for the end of the job.</summary>
    private void Finish(string unit, string what, BusMessage call)
    {
        string? job;
        using (BusMessage reply = Call(call))
        {
            job = reply.ReadString();
        }

        long deadline = MonotonicClock.Nanoseconds() + (JobLimit * 1_000_000L);
        while (true)
        {
            int left = (int)((deadline - MonotonicClock.Nanoseconds()) / 1_000_000);
            bool isOpen = true;
            using BusMessage? message = left > 0 ? _connection.Receive(left, out isOpen) : null;
            if (left <= 0 || !isOpen)
            {
                throw new CgroupException($"systemd unit '{unit}': {what} it: " + (isOpen ? $"the job did not end within {JobLimit / 1000} s" : "systemd closed the connection"));
            }

            // JobRemoved(u id, o job, s unit, s result): the number is passed over.
            if (message is null || !message.IsSignal(Contract, "JobRemoved") || message.ReadString() is not null || message.ReadString() != job)
            {
                continue;
            }

            _ = message.ReadString();
            string result = message.ReadString() ?? "";
            if (result != "done")
            {
                ResetFailedUnit(unit);
                throw new CgroupException($"systemd unit '{unit}': {what} it: the job ended with '{result}'; 'systemctl status {unit}' says more");
            }

            return;
        }
    }
}
