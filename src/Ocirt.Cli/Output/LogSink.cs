// SPDX-License-Identifier: Apache-2.0

using System.Globalization;
using System.Text;
using Ocirt.Cli.Commands;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Cli.Output;

/// <summary>
/// Takes messages. Without a log file all go to the standard error. With one all go to the file, one record per line
/// and one write per record, and errors to the standard error too: engines read the last error of the file and pass
/// the standard error on. What cannot be written there is lost, since there is no third place.
/// </summary>
internal sealed class LogSink
{
    private readonly FileDescriptor _errors;
    private LogTarget? _target;
    private LogLevel _level = LogLevel.Warning;

    /// <summary>A sink that writes to <paramref name="errors"/> until it is configured.</summary>
    public LogSink(FileDescriptor errors)
    {
        _errors = errors;
    }

    /// <summary>Whether debug messages are written; ask before making an expensive one.</summary>
    public bool IsDebug => _level == LogLevel.Debug;

    /// <summary>Sets the level, and opens the log if one is asked for; see <see cref="LogTarget"/>.</summary>
    /// <exception cref="CommandException">It cannot be opened.</exception>
    public void Configure(GlobalOptions globals)
    {
        _level = globals.Debug ? LogLevel.Debug : globals.LogLevel;
        if (string.IsNullOrEmpty(globals.Log))
        {
            return;
        }

        _target = LogTarget.Open(globals.Log, globals.LogFormat);
    }

    /// <summary>What made the command fail.</summary>
    public void Error(string message) => Write(LogLevel.Error, message);

    /// <summary>What has no effect or is doubtful.</summary>
    public void Warning(string message) => Write(LogLevel.Warning, message);

    /// <summary>What is done.</summary>
    public void Debug(string message) => Write(LogLevel.Debug, message);

    /// <summary>A finding about a configuration: with its hint on the standard error, without in the log file.</summary>
    public void Finding(Diagnostic finding)
    {
        LogLevel level = finding.Severity == DiagnosticSeverity.Error ? LogLevel.Error : LogLevel.Warning;
        Write(level, finding.ToLine(), finding.ToString());
    }

    internal static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        _ => "debug",
    };

    private void Write(LogLevel level, string message) =>
        Write(level, message, level == LogLevel.Error ? $"ocirt: {message}" : $"ocirt: {NameOf(level)}: {message}");

    private void Write(LogLevel level, string message, string line)
    {
        if (level > _level)
        {
            return;
        }

        if (_target is not null)
        {
            WriteRecord(_target, level, message);
        }

        if (_target is null || level == LogLevel.Error)
        {
            WriteLine(line);
        }
    }

    private void WriteLine(string text)
    {
        var line = new StringBuilder();
        foreach (char letter in text)
        {
            // A terminal must not obey what came from a file or an argument.
            if (char.IsControl(letter) && letter is not ('\n' or '\t'))
            {
                line.Append(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}");
            }
            else
            {
                line.Append(letter);
            }
        }

        try
        {
            _errors.WriteAll(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
        }
        catch (SyscallException)
        {
            // The standard error is full or its reader is gone; the exit code still tells.
        }
    }

    private void WriteRecord(LogTarget target, LogLevel level, string message)
    {
        try
        {
            target.Write(level, message);
        }
        catch (SyscallException failure)
        {
            _target = null;
            WriteLine($"ocirt: warning: cannot write to the log {target.Kind}: {ErrnoText.Describe(failure.Errno)}");
        }
    }
}
