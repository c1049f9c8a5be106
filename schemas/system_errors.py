"""What the operating system says of a file, disk or address, in the words of whoever reads it."""

import errno
import socket

_REASONS = {
    int(socket.EAI_NONAME): "no se conoce ese nombre o dirección",
    int(socket.EAI_AGAIN): "el servidor de nombres no responde",
    errno.EACCES: "no hay permiso",
    errno.EADDRINUSE: "otro programa ya usa esa dirección",
    errno.EADDRNOTAVAIL: "esa dirección no es de esta máquina",
    errno.EBUSY: "está ocupado",
    errno.ECONNREFUSED: "nadie responde ahí",
    errno.ECONNRESET: "se cortó la conexión",
    errno.EDQUOT: "se agotó la cuota de disco",
    errno.EEXIST: "ya existe",
    errno.EFBIG: "el archivo es demasiado grande para ese disco",
    errno.EHOSTUNREACH: "no se llega a esa máquina",
    errno.EIO: "el disco falla al leer o escribir",
    errno.EISDIR: "es una carpeta",
    errno.ELOOP: "los enlaces dan vueltas",
    errno.EMFILE: "hay demasiados archivos abiertos",
    errno.ENAMETOOLONG: "el nombre es demasiado largo",
    errno.ENETUNREACH: "no se llega a esa red",
    errno.ENFILE: "hay demasiados archivos abiertos",
    errno.ENODEV: "el dispositivo no está",
    errno.ENOENT: "no existe el archivo o la carpeta",
    errno.ENOMEM: "no queda memoria",
    errno.ENOSPC: "no queda espacio en el disco",
    errno.ENOTDIR: "una parte de la ruta no es carpeta",
    errno.ENOTEMPTY: "la carpeta no está vacía",
    errno.ENXIO: "el dispositivo no está",
    errno.EPERM: "no hay permiso",
    errno.EROFS: "el disco es de sólo lectura",
    errno.ESTALE: "el disco de red ya no está",
    errno.ETIMEDOUT: "no respondió a tiempo",
}


def reason(error: OSError) -> str:
    """Why, in Spanish and without a full stop; of what hardly happens, the system's own name of it."""
    number = error.errno
    if number is None:
        return "error de disco"
    return _REASONS.get(number) or f"error del sistema {errno.errorcode.get(number, number)}"
