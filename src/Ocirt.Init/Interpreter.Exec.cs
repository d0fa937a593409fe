// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>The working directory, the search for the program, and exec.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool ChangeDirectory(ChangeDirectoryStep* step)
    {
        byte* path = _plan.Text(step->Path);
        if (path == null)
        {
            return false;
        }

        DirectoryFlags flags = (DirectoryFlags)step->Flags;
        nint changed = Call(SyscallNumber.chdir, (nint)path);
        if (changed == -Errno.ENOENT && (flags & DirectoryFlags.Create) != 0)
        {
            if (!MakePath(path, step->Path.Length, directory: true, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS))
            {
                // Where root may not even look, the user's own try decides.
                return _error == Errno.EACCES && (flags & DirectoryFlags.Tentative) != 0;
            }

            changed = Call(SyscallNumber.chdir, (nint)path);
        }

        if (changed == -Errno.EACCES && (flags & DirectoryFlags.Tentative) != 0)
        {
            return true;
        }

        bool stays = changed == -Errno.EACCES && _isInDirectory && (flags & DirectoryFlags.UnlessDone) != 0;
        _isInDirectory = (stays || !IsError(changed)) && IsInside();
        return _isInDirectory;
    }

    /// <summary>Makes the working directory while the root can be written; whoever cannot be served here is told by chdir.</summary>
    private bool MakeDirectory(MakeDirectoryStep* step)
    {
        byte* path = _plan.Text(step->Path);
        if (path == null)
        {
            return false;
        }

        _ = MakePath(path, step->Path.Length, directory: true, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS);
        return true;
    }

    /// <summary>
    /// getcwd answers with a path that does not begin with a slash when the directory is not
    /// reachable from the root: a descriptor of the host, smuggled in as cwd (CVE-2024-21626).
    /// </summary>
    private bool IsInside()
    {
        byte* buffer = stackalloc byte[PathCapacity];
        nint length = Call(SyscallNumber.getcwd, (nint)buffer, PathCapacity);
        if (IsError(length))
        {
            return false;
        }

        return buffer[0] == (byte)'/' || Fail(SyscallNumber.getcwd, Errno.ENOENT, FailurePoint.Outside);
    }

    private bool FindExecutable(FindExecutableStep* step)
    {
        byte* name = _plan.Text(step->Name);
        byte* search = _plan.Text(step->SearchPath);
        if (name == null || search == null)
        {
            return false;
        }

        bool hasSlash = false;
        for (uint i = 0; i < step->Name.Length; i++)
        {
            hasSlash |= name[i] == (byte)'/';
        }

        if (hasSlash)
        {
            return Join(search, 0, 0, name, step->Name.Length) && CheckExecutable();
        }

        return Search(name, step->Name.Length, search, step->SearchPath.Length);
    }

    private bool Search(byte* name, uint nameLength, byte* search, uint searchLength)
    {
        int refused = 0;
        uint start = 0;
        while (nameLength != 0 && start <= searchLength)
        {
            uint end = start;
            while (end < searchLength && search[end] != (byte)':')
            {
                end++;
            }

            if (Join(search, start, end - start, name, nameLength) && CheckExecutable())
            {
                return true;
            }

            // execvp goes on after EACCES and tells of it when nothing better comes.
            if (_error == Errno.EACCES && _point != FailurePoint.IsDirectory)
            {
                refused = Errno.EACCES;
            }

            start = end + 1;
        }

        return refused != 0
            ? Fail(SyscallNumber.faccessat2, refused, FailurePoint.None)
            : Fail(SyscallNumber.faccessat2, Errno.ENOENT, FailurePoint.NotInPath);
    }

    private bool Join(byte* directory, uint from, uint length, byte* name, uint nameLength)
    {
        // +2: the slash and the NUL.
        if (length + nameLength + 2 > PathCapacity)
        {
            return Fail(SyscallNumber.execve, Errno.ENAMETOOLONG, FailurePoint.None);
        }

        uint position = 0;
        for (uint i = 0; i < length; i++)
        {
            _executable[position++] = directory[from + i];
        }

        if (length != 0)
        {
            _executable[position++] = (byte)'/';
        }

        for (uint i = 0; i < nameLength; i++)
        {
            _executable[position++] = name[i];
        }

        _executable[position] = 0;
        return true;
    }

    private bool CheckExecutable()
    {
        Statx about;
        _point = FailurePoint.None;
        if (!Describe(Fcntl.AT_FDCWD, _executable, 0, &about))
        {
            return false;
        }

        if ((about.Mode & Stat.S_IFMT) == Stat.S_IFDIR)
        {
            return Fail(SyscallNumber.execve, Errno.EACCES, FailurePoint.IsDirectory);
        }

        if ((about.Mode & Stat.S_IFMT) != Stat.S_IFREG)
        {
            return Fail(SyscallNumber.execve, Errno.EACCES, FailurePoint.None);
        }

        // KERNEL(5.8): faccessat2. On EPERM and ENOSYS exec itself decides.
        nint access = Call(SyscallNumber.faccessat2, Fcntl.AT_FDCWD, (nint)_executable, 1, Fcntl.AT_EACCESS);
        return !IsError(access) || access == -Errno.ENOSYS || access == -Errno.EPERM;
    }

    private bool Exec(ExecStep* step)
    {
        byte** arguments = _plan.Pointers(step->Arguments);
        byte** environment = _plan.Pointers(step->Environment);
        if (arguments == null || environment == null || !AddHome(environment, step->Environment.Length))
        {
            return false;
        }

        // The point of no return.
        return Try(SyscallNumber.execve, (nint)_executable, (nint)arguments, (nint)environment);
    }

    /// <summary>Appends the home directory that the brain found, if one was asked for; the planner leaves room for one more entry.</summary>
    private bool AddHome(byte** environment, uint length)
    {
        if (_home == null)
        {
            return true;
        }

        uint capacity = length / 8;
        uint count = 0;
        while (count < capacity && environment[count] != null)
        {
            count++;
        }

        if (count + 1 >= capacity)
        {
            return _plan.Refuse(PlanFault.Blob);
        }

        environment[count] = _home;
        environment[count + 1] = null;
        return true;
    }
}
