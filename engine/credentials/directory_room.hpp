// Room for one key in a directory: a file of the largest size that an entry can have, written and
// on the disk, open and locked, before the user is created. Keeping the key then overwrites it in
// place: no new block, inode, name or descriptor, and no leave of the directory is needed any more.
//
// What holds where: file systems that overwrite in place (ext4, XFS, tmpfs, most network ones) hold
// the room. One that compresses (Btrfs, ZFS, F2FS) would store blanks in nothing, so the room is
// filled with what nothing can compress; Btrfs is told not to copy the file on writing. ZFS, and
// any file system below a snapshot, takes a new block for each overwrite: there a disk that fills
// up within the few seconds of the call can still cost the key.
#pragma once

#include "engine/credentials/key_folder.hpp"

#include <memory>

namespace tenantry::credentials {

std::expected<std::unique_ptr<Reservation>, Trouble> reserve_room(const KeyFolder& folder,
                                                                  const std::string& email);

} // namespace tenantry::credentials
