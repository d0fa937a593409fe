// SPDX-License-Identifier: Apache-2.0

using Xunit;

// A process that another test spawns holds copies of this one's sockets until its exec, which would delay a hang-up.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
