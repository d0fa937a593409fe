// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using Ocirt.Runtime.Resctrl;

namespace Ocirt.Runtime;

/// <summary>Takes back what a journal says was done, as far as it is still there and still the same.</summary>
internal static class JournalUndo
{
    /// <summary>Takes everything back. It can be done again after it was interrupted.</summary>
    /// <exception cref="ContainerException">Something does not go; the journal stays, so that it can be tried again.</exception>
    internal static void TakeBack(List<JournalEntry> entries)
    {
        // ORDER: the cgroup is what keeps processes, so it goes before what they could hold.
        CgroupJournal.TakeBack(entries);
        NetworkDeviceJournal.TakeBack(entries);
        RootMountJournal.TakeBack(entries);
        ResctrlJournal.TakeBack(entries);
    }
}
