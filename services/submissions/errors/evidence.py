"""Problems of evidence: one per cause, each with what a clerk can do."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class EvidenceEmpty(Problem):
    """A file of no bytes."""

    status, code = 422, "evidence-empty"
    title = Words("文件是空的", "The file is empty")
    detail = Words("文件为 0 字节，请重新选择文件", "The file has 0 bytes; choose it again")


class EvidenceTooLarge(Problem):
    """More bytes than a file may have; told as soon as they are announced or have come."""

    status, code = 413, "evidence-too-large"
    title = Words("文件过大", "The file is too large")
    detail = Words("单个佐证材料不能超过 {limit} 字节；请压缩图片或拆分后上传", "A file may have {limit} bytes; make pictures smaller or split it")


class EvidenceIncomplete(Problem):
    """Another number of bytes came than was announced."""

    status, code = 422, "evidence-incomplete"
    title = Words("文件没有传完", "The file did not come whole")
    detail = Words("收到 {came} 字节，与声明的长度不符；请重新上传", "{came} bytes came, which is not what was announced; upload it again")


class EvidenceDigestDiffers(Problem):
    """The bytes are not those that the address names."""

    status, code = 422, "evidence-digest-differs"
    title = Words("文件内容与校验值不符", "The bytes do not match their digest")
    detail = Words("收到内容的 sha256 为 {sha256}，与地址中的不同；请重新上传", "What came has sha256 {sha256}, the address another; upload it again")


class EvidenceNameUnusable(Problem):
    """A name with folders, control characters, or too many letters."""

    status, code = 422, "evidence-name-unusable"
    title = Words("文件名不可用", "The file's name cannot be used")
    detail = Words(
        "文件名不能含有路径、控制字符，且不超过 {most} 个字；请改名后上传", "No folders, no control characters, at most {most} letters; rename it"
    )


class EvidenceNotTaken(Problem):
    """A kind of file that is not taken as evidence."""

    status, code = 415, "evidence-not-taken"
    title = Words("不接受这种文件", "This kind of file is not taken")
    detail = Words(
        "请上传 pdf、ofd、图片（png、jpg、webp、tiff）、Word、Excel、PowerPoint 或文本文件；压缩包请解开后逐个上传",
        "Upload pdf, ofd, pictures (png, jpg, webp, tiff), Word, Excel, PowerPoint or text; unpack archives first",
    )


class EvidenceMislabelled(Problem):
    """The content is something else than the name or the declared type says."""

    status, code = 422, "evidence-mislabelled"
    title = Words("文件名或类型与内容不符", "Name or type do not fit the content")
    detail = Words(
        "文件内容是 {found}，应以 {endings} 结尾并按此类型上传", "The content is {found}; its name must end in {endings}, its type be that"
    )


class EvidenceExecutable(Problem):
    """A program, whatever it is called."""

    status, code = 422, "evidence-executable"
    title = Words("文件是可执行程序", "The file is a program")
    detail = Words("可执行文件不能作为佐证材料；请上传文档或图片", "Programs are no evidence; upload a document or a picture")


class EvidenceHasMacros(Problem):
    """A document that carries macros."""

    status, code = 422, "evidence-has-macros"
    title = Words("文件含有宏", "The file holds macros")
    detail = Words("请在 Word、Excel 或 WPS 中另存为不含宏的文件后上传", "Save it without macros and upload that")


class EvidenceEncrypted(Problem):
    """A document under a password: nobody could read or scan it."""

    status, code = 422, "evidence-encrypted"
    title = Words("文件有密码保护", "The file is protected by a password")
    detail = Words("请去掉密码后再上传，否则审核人无法查看", "Remove the password and upload again; reviewers could not read it")


class EvidenceDamaged(Problem):
    """A package that cannot be opened, or would unfold to an absurd size."""

    status, code = 422, "evidence-damaged"
    title = Words("文件已损坏或内部异常", "The file is damaged or absurd inside")
    detail = Words("请用 Word、Excel 或 WPS 打开后另存，再上传", "Open it, save it anew, and upload that")


class EvidenceInfected(Problem):
    """The scanner found malware; nothing was kept of an upload, nothing is handed out of what was there."""

    status, code = 422, "evidence-infected"
    title = Words("文件含有病毒", "The file is infected")
    detail = Words(
        "病毒扫描发现 {malware}；请先查杀本机，再上传干净的文件", "The scanner found {malware}; clean your machine, then upload a clean file"
    )


class EvidenceNotScanned(Problem):
    """The scanner has not answered yet; until then only who attached the file can fetch it."""

    status, code = 409, "evidence-not-scanned"
    title = Words("文件尚未完成病毒扫描", "The file has not been scanned yet")
    detail = Words("扫描完成后即可下载，请稍后再试", "It can be fetched once it is scanned; try again later")


class EvidenceTwice(Problem):
    """The same bytes are attached at this place already, under another name."""

    status, code = 409, "evidence-twice"
    title = Words("同一文件已附在此处", "The same file is attached here already")
    detail = Words("相同内容的文件已以“{name}”附上，无需再传", "The same bytes are attached here as {name}")


class EvidenceQuota(Problem):
    """More files or bytes than a submission may have."""

    status, code = 409, "evidence-quota"
    title = Words("本填报单的佐证材料已满", "The submission has all the evidence it may have")
    detail = Words(
        "最多 {files} 个文件、共 {size} 字节；请先移除不需要的文件", "At most {files} files and {size} bytes together; detach what is not needed"
    )


class EvidenceDetached(Problem):
    """The file was detached before."""

    status, code = 409, "evidence-detached"
    title = Words("该文件已被移除", "The file is detached already")
    detail = Words("{by} 已于 {at} 移除该文件", "{by} detached it at {at}")


class EvidenceNotKept(Problem):
    """The bytes are not there any more: detached before they were ever handed in."""

    status, code = 410, "evidence-not-kept"
    title = Words("文件内容已不保存", "The bytes are not kept any more")
    detail = Words("该文件在提交前已移除，内容已清理", "It was detached before it was ever handed in, and its bytes were swept")
