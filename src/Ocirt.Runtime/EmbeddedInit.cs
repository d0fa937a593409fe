// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime;

/// <summary>
/// The program that carries launch plans out, inside this one: there is a single file to install,
/// no version skew, and what runs in the container is a sealed copy (CVE-2019-5736).
/// </summary>
public static partial class EmbeddedInit
{
}
