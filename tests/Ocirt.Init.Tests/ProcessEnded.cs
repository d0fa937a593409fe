// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Init.Tests;

/// <summary>The interpreter called exit_group, from which a real one never returns.</summary>
internal sealed class ProcessEnded : Exception;
