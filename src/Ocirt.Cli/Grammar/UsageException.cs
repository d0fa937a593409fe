// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cli.Grammar;

/// <summary>A command line that cannot be understood. The message is one line.</summary>
internal sealed class UsageException(string message) : Exception(message);
