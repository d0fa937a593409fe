// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>Looks at all containers of a state root.</summary>
public static class ContainerList
{
    /// <summary>The states of all containers, sorted by id. Those that are deleted meanwhile are left out, as are directories of other programs.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="onUnreadable">Called with what is wrong with a container that cannot be looked at, which is left out.</param>
    public static List<ContainerState> Read(StateStore store, Action<string> onUnreadable)
    {
        List<ContainerState> states = [];
        using FileDescriptor? root = store.TryOpenRoot();
        if (root is null)
        {
            return states;
        }

        HostIdentity host = HostIdentity.Read();
        UserNames owners = new();
        foreach (string id in StateStore.Ids(root))
        {
            try
            {
                using StateDirectory state = StateDirectory.Glance(root, id, store.Root);
                states.Add(Container.Load(state, host).Describe(owners));
            }
            catch (ContainerException other) when (other.Kind == FailureKind.NotFound)
            {
                // Another program's directory.
            }
            catch (ContainerException unreadable)
            {
                onUnreadable(unreadable.Message);
            }
            catch (SyscallException unreadable)
            {
                onUnreadable($"container '{id}': {unreadable.Message}");
            }
        }

        return states;
    }
}
