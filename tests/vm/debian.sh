# SPDX-License-Identifier: Apache-2.0
# Debian packages for the test VM and the benchmark's peers, without touching
# the host's package configuration. Sourced by other scripts.
# shellcheck shell=bash

# The cache directory. Everything in it can be made again.
ocirt_cache() {
  printf '%s\n' "${OCIRT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ocirt}"
}

# say TEXT: a progress line, with the seconds since the script started.
say() {
  printf '%s: %3ds: %s\n' "${0##*/}" "$SECONDS" "$*" >&2
}

# die TEXT: one line of error, then exit status 1.
die() {
  printf '%s: error: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# package_list FILE...: the package names in list files, comments dropped.
package_list() {
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@"
}

# need_commands COMMAND...: an error that names what is missing.
need_commands() {
  local missing=() command
  for command; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$command" >/dev/null || missing+=("'$command'")
  done
  ((${#missing[@]} == 0)) || die "missing ${missing[*]}: run 'make deps'"
}

# debian_mirror: the mirror this host already uses for Debian itself.
debian_mirror() {
  local mirror
  mirror=$(apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "main" && $3 !~ /security/ { print $3; exit }')
  # Before the first 'apt-get update' apt knows no origins: read its sources.
  [[ $mirror ]] || mirror=$(apt-get indextargets --format '$(COMPONENT)|$(REPO_URI)' 2>/dev/null |
    awk -F'|' '$1 == "main" && $2 ~ /\/debian\/$/ { print $2; exit }')
  [[ $mirror ]] || die "no Debian mirror in this host's apt sources"
  printf '%s\n' "${mirror%/}"
}

# debian_apt_init DIR SUITE [ARCHITECTURE]: makes an apt configuration of its own in DIR that
# knows one suite of the host's mirror and thinks that nothing is installed.
debian_apt_init() {
  local dir=$1 suite=$2 architecture=${3:-$(dpkg --print-architecture)}
  mkdir -p "$dir/etc/preferences.d" "$dir/lists/partial" "$dir/cache/archives/partial"
  : >"$dir/status"
  printf 'deb [signed-by=%s] %s %s main\n' /usr/share/keyrings/debian-archive-keyring.gpg \
    "$(debian_mirror)" "$suite" >"$dir/etc/sources.list"
  # Read last, after the host's own files: hooks and cache rules of the host
  # must not act on this directory, its proxies must.
  cat >"$dir/etc/apt.conf" <<EOF
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
#clear Acquire::IndexTargets::deb::Contents-deb;
#clear Acquire::IndexTargets::deb::DEP-11;
Dir::Etc::sourcelist "$dir/etc/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$dir/etc/preferences.d";
Dir::State "$dir";
Dir::State::lists "$dir/lists";
Dir::State::status "$dir/status";
Dir::Cache "$dir/cache";
Dir::Cache::archives "$dir/cache/archives";
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Sandbox::User "root";
APT::Install-Recommends "false";
APT::Keep-Downloaded-Packages "true";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Acquire::Retries "3";
EOF
  debian_apt "$dir" get -qq update >&2
}

# debian_apt DIR get|cache ARGUMENT...: apt-get or apt-cache with DIR's
# configuration.
debian_apt() {
  local dir=$1 tool=apt-$2
  shift 2
  APT_CONFIG=$dir/etc/apt.conf "$tool" -q "$@" </dev/null
}

# debian_unpack DIR ROOT PACKAGE...: downloads the packages and unpacks them
# into ROOT; nothing is installed and no maintainer script runs.
debian_unpack() {
  local dir=$1 root=$2 package
  shift 2
  mkdir -p "$dir/debs"
  (cd "$dir/debs" && debian_apt "$dir" get -qq download "$@") >&2
  for package in "$dir"/debs/*.deb; do
    dpkg-deb --extract "$package" "$root"
    rm -- "$package"
  done
}
