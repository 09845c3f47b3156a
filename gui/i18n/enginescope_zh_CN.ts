<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>EngineScope</name>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open model…</source>
            <translation>打开模型…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open pictures or video…</source>
            <translation>打开图片或视频…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open folder…</source>
            <translation>打开文件夹…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open camera…</source>
            <translation>打开摄像头…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open stream address…</source>
            <translation>打开视频流地址…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Build engine…</source>
            <translation>构建引擎…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Open its engine</source>
            <translation>打开它的引擎</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Export this frame…</source>
            <translation>导出当前帧…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Export all…</source>
            <translation>全部导出…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Copy box</source>
            <translation>复制检测框</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Copy picture</source>
            <translation>复制图片</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Hide class of the selection</source>
            <translation>隐藏选中框的类别</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Show only the class of the selection</source>
            <translation>仅显示选中框的类别</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Show all classes</source>
            <translation>显示所有类别</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Next detection in the table</source>
            <translation>表格中的下一个检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Previous detection in the table</source>
            <translation>表格中的上一个检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence up by 0.01</source>
            <translation>置信度提高 0.01</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence down by 0.01</source>
            <translation>置信度降低 0.01</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence up by 0.05</source>
            <translation>置信度提高 0.05</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence down by 0.05</source>
            <translation>置信度降低 0.05</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidence back to the model's default</source>
            <translation>置信度恢复为模型默认值</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Settings…</source>
            <translation>设置…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Labels</source>
            <translation>标签</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Confidences</source>
            <translation>置信度</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Boxes below the threshold</source>
            <translation>低于阈值的框</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Masks</source>
            <translation>掩码</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Magnifier</source>
            <translation>放大镜</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Fit the picture</source>
            <translation>适应窗口</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Actual size</source>
            <translation>实际大小</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Zoom to the selection</source>
            <translation>缩放到选中框</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Left column</source>
            <translation>左栏</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Right column</source>
            <translation>右栏</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Full picture</source>
            <translation>最大化图片</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Next part of the window</source>
            <translation>下一个窗口区域</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Previous part of the window</source>
            <translation>上一个窗口区域</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Find a source</source>
            <translation>查找图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Play or pause</source>
            <translation>播放或暂停</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>One frame or picture back</source>
            <translation>后退一帧或一张图片</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>One frame or picture on</source>
            <translation>前进一帧或一张图片</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Ten frames back</source>
            <translation>后退十帧</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Ten frames on</source>
            <translation>前进十帧</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>First frame</source>
            <translation>第一帧</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Last frame</source>
            <translation>最后一帧</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Slower</source>
            <translation>减速播放</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Faster</source>
            <translation>加速播放</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Loop</source>
            <translation>循环</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Compute the whole video while idle</source>
            <translation>空闲时计算整个视频</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Previous frame with a detection</source>
            <translation>上一个有检测结果的帧</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Next frame with a detection</source>
            <translation>下一个有检测结果的帧</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Previous source</source>
            <translation>上一个图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Next source</source>
            <translation>下一个图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Recipe</source>
            <translation>处理配方</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Model details…</source>
            <translation>模型详细信息…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Why is nothing found?</source>
            <translation>为什么没有检测结果？</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Recipe back to automatic</source>
            <translation>处理配方恢复为自动</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Close model</source>
            <translation>关闭模型</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Timings…</source>
            <translation>耗时统计…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Switch to the model before</source>
            <translation>切换到上一个模型</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Workshop pictures with the demo model</source>
            <translation>用演示模型看车间图片</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Workshop clip with the demo model</source>
            <translation>用演示模型看车间视频</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Demo model</source>
            <translation>演示模型</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>A smaller, weaker one to compare with</source>
            <translation>较小、较弱的模型，用于对比</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Show the tips</source>
            <translation>显示使用提示</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Keys…</source>
            <translation>快捷键…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Recent problems…</source>
            <translation>最近的问题…</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>About EngineScope</source>
            <translation>关于 EngineScope</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Close, deselect, leave</source>
            <translation>关闭、取消选择、退出</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Files</source>
            <translation>文件</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Threshold</source>
            <translation>阈值</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Detections and classes</source>
            <translation>检测结果与类别</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Pictures and video</source>
            <translation>图片与视频</translation>
        </message>
        <message>
            <location filename="../../gui/actions.py" />
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <location filename="../../gui/app.py" />
            <source>Something went wrong inside EngineScope</source>
            <translation>EngineScope 内部出错</translation>
        </message>
        <message>
            <location filename="../../gui/app.py" />
            <source>This is a fault of the program, not of your files. It goes on working.</source>
            <translation>这是程序自身的问题，与您的文件无关。程序会继续运行。</translation>
        </message>
        <message>
            <location filename="../../gui/app.py" />
            <source>If it happens again, report it with the details below.</source>
            <translation>如果再次出现，请附上下面的详细信息进行报告。</translation>
        </message>
        <message>
            <location filename="../../gui/building.py" />
            <source>Open an ONNX file first</source>
            <translation>请先打开 ONNX 文件</translation>
        </message>
        <message>
            <location filename="../../gui/building.py" />
            <source>This is an engine already</source>
            <translation>这已经是引擎</translation>
        </message>
        <message>
            <location filename="../../gui/building.py" />
            <source>Building an engine</source>
            <translation>正在构建引擎</translation>
        </message>
        <message>
            <location filename="../../gui/building.py" />
            <source>Building an engine, {percent} %</source>
            <translation>正在构建引擎，{percent} %</translation>
        </message>
        <message>
            <location filename="../../gui/building.py" />
            <source>Saved as {name}</source>
            <translation>已另存为 {name}</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>{name}: sizes must grow from smallest to largest.</source>
            <translation>{name}：尺寸必须从最小到最大递增。</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>TF32 where the card has it; the slowest and largest</source>
            <translation>显卡支持时使用 TF32；最慢、最大</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>about twice as fast and half the size, scores change a little</source>
            <translation>速度约两倍，大小约一半，分数略有变化</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>like FP16 for models whose numbers grow too large for it</source>
            <translation>与 FP16 类似，适合数值超出 FP16 范围的模型</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>fastest and smallest, for models that were trained or calibrated for it</source>
            <translation>最快、最小，适合为其训练或校准过的模型</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>0: built quickest, the engine is slower</source>
            <translation>0：构建最快，引擎较慢</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>1: quick</source>
            <translation>1：快</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>2: rather quick</source>
            <translation>2：较快</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>3: usual</source>
            <translation>3：常用</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>4: thorough, takes longer</source>
            <translation>4：细致，耗时较长</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>5: fastest engine, takes very long</source>
            <translation>5：引擎最快，耗时很长</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>{name} takes {n} sizes.</source>
            <translation>{name} 需要 {n} 个尺寸。</translation>
        </message>
        <message>
            <location filename="../../gui/builds.py" />
            <source>{name}: one of the sizes is {fixed} in the file.</source>
            <translation>{name}：其中一个尺寸在文件中固定为 {fixed}。</translation>
        </message>
        <message>
            <location filename="../../gui/canvas/canvas_bar.py" />
            <source>{percent} %</source>
            <translation>{percent} %</translation>
        </message>
        <message>
            <location filename="../../gui/canvas/canvas_bar.py" />
            <source>Zoom</source>
            <translation>缩放</translation>
        </message>
        <message>
            <location filename="../../gui/canvas/hover_card.py" />
            <source>{width} × {height} px at {x}, {y}</source>
            <translation>{width} × {height} px，位于 {x}, {y}</translation>
        </message>
        <message>
            <location filename="../../gui/canvas/hover_card.py" />
            <source>{width} × {height} px at {x}, {y}, turned by {angle}°</source>
            <translation>{width} × {height} px，位于 {x}, {y}，旋转 {angle}°</translation>
        </message>
        <message>
            <location filename="../../gui/canvas/hover_card.py" />
            <source>Below the threshold</source>
            <translation>低于阈值</translation>
        </message>
        <message>
            <location filename="../../gui/canvas/image_canvas.py" />
            <source>Picture with {n} detection</source>
            <translation>图片中有 {n} 个检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/canvas/image_canvas.py" />
            <source>Picture with {n} detections</source>
            <translation>图片中有 {n} 个检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/controller.py" />
            <source>Change the recipe</source>
            <translation>更改处理配方</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/about.py" />
            <source>EngineScope {version}</source>
            <translation>EngineScope {version}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/about.py" />
            <source>See what a detection engine sees.</source>
            <translation>看清检测引擎看到了什么。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/about.py" />
            <source>Free to use, change and share under the Apache License 2.0.</source>
            <translation>依据 Apache License 2.0 可自由使用、修改和分享。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/about.py" />
            <source>Uses Qt {version} under the LGPL.</source>
            <translation>依据 LGPL 使用 Qt {version}。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/about.py" />
            <source>Typefaces: Inter (SIL Open Font License) and Droid Sans Fallback (Apache License).</source>
            <translation>字体：Inter（SIL Open Font License）与 Droid Sans Fallback（Apache License）。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/about.py" />
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>An address begins with rtsp://, http:// or the like</source>
            <translation>地址应以 rtsp://、http:// 等开头</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Open a camera</source>
            <translation>打开摄像头</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Open a stream</source>
            <translation>打开视频流</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>The address of a network camera, or of a video on a web server</source>
            <translation>网络摄像头的地址，或 Web 服务器上视频的地址</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Address of the stream</source>
            <translation>视频流地址</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Camera {n}</source>
            <translation>摄像头 {n}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>No camera was found. Is it plugged in, and used by nothing else?</source>
            <translation>未找到摄像头。请确认它已连接，且未被其他程序占用。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Camera number</source>
            <translation>摄像头编号</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>0 is the first camera of this computer</source>
            <translation>0 表示本机的第一个摄像头</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Look for cameras</source>
            <translation>查找摄像头</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Cameras found</source>
            <translation>找到的摄像头</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/address.py" />
            <source>Looking for cameras…</source>
            <translation>正在查找摄像头…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/allowed_row.py" />
            <source>Allowed for this file: {what}.</source>
            <translation>已允许此文件：{what}。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/allowed_row.py" />
            <source>Withdraw</source>
            <translation>撤回</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/allowed_row.py" />
            <source>Nothing of it runs any more from the next opening on; it asks again then</source>
            <translation>从下次打开起不再运行这些代码，并会重新询问</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/allowed_row.py" />
            <source>code inside it</source>
            <translation>运行文件内的代码</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/allowed_row.py" />
            <source>, </source>
            <translation>, </translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build.py" />
            <source>Save a copy as</source>
            <translation>另存副本为</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build.py" />
            <source>Build an engine</source>
            <translation>构建引擎</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build.py" />
            <source>TensorRT engines</source>
            <translation>TensorRT 引擎</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build.py" />
            <source>Choose the plugin library…</source>
            <translation>选择插件库…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build.py" />
            <source>Plugin libraries</source>
            <translation>插件库</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build.py" />
            <source>All files</source>
            <translation>所有文件</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_extra.py" />
            <source>Effort</source>
            <translation>优化程度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_extra.py" />
            <source>Working memory</source>
            <translation>工作显存</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_extra.py" />
            <source>as TensorRT likes</source>
            <translation>由 TensorRT 决定</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_extra.py" />
            <source>MiB at most</source>
            <translation>MiB（上限）</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_extra.py" />
            <source>Other TensorRT versions may run it</source>
            <translation>其他 TensorRT 版本也能运行</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_extra.py" />
            <source>Other NVIDIA cards may run it</source>
            <translation>其他 NVIDIA 显卡也能运行</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_extra.py" />
            <source>It is larger and a little slower, and brings its own runtime: whoever opens it is asked whether that may run.</source>
            <translation>文件更大、略慢，并自带运行时：打开它的人会被询问是否允许运行该代码。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_extra.py" />
            <source>It is slower. Without this it runs only on cards like this one.</source>
            <translation>速度较慢。不勾选时，只能在与本机相同的显卡上运行。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Computes in</source>
            <translation>计算精度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>The engine is kept by EngineScope, so that the same file opens at once next time.</source>
            <translation>引擎由 EngineScope 保存，下次打开同一文件时可立即使用。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Choose…</source>
            <translation>选择…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Choose where the copy goes</source>
            <translation>选择副本的保存位置</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>There are no pictures in the list to compare on. Drop some on the window.</source>
            <translation>列表中没有可用于比较的图片。请将图片拖入窗口。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>This very engine was built before and opens at once.</source>
            <translation>完全相同的引擎之前已构建，可立即打开。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Choose what it computes in.</source>
            <translation>请选择计算精度。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Choose where the copy goes.</source>
            <translation>请选择副本的保存位置。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Build an engine from {name}</source>
            <translation>用 {name} 构建引擎</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>{tensorrt} turns it into a program that runs fast on {device}. This takes minutes, once; the window stays usable.</source>
            <translation>{tensorrt} 会把它变成在 {device} 上快速运行的程序。只需构建一次，耗时几分钟；期间窗口可正常使用。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Compare with ONNX Runtime afterwards, on {n} picture</source>
            <translation>构建后与 ONNX Runtime 比较（{n} 张图片）</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Compare with ONNX Runtime afterwards, on {n} pictures</source>
            <translation>构建后与 ONNX Runtime 比较（{n} 张图片）</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Compare with ONNX Runtime afterwards</source>
            <translation>构建后与 ONNX Runtime 比较</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Use it</source>
            <translation>直接使用</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Build</source>
            <translation>构建</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>No engine can be built from this file here</source>
            <translation>在这台电脑上无法用此文件构建引擎</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>Fewer options</source>
            <translation>收起选项</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>More options</source>
            <translation>更多选项</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_form.py" />
            <source>this computer's graphics card</source>
            <translation>本机显卡</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Log, {n} line</source>
            <translation>日志，{n} 行</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Log, {n} lines</source>
            <translation>日志，{n} 行</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Search the log</source>
            <translation>搜索日志</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Whole log</source>
            <translation>完整日志</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Everything that TensorRT said, as a file</source>
            <translation>TensorRT 的全部输出（文件）</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Copy the log</source>
            <translation>复制日志</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>What TensorRT says</source>
            <translation>TensorRT 的输出</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Unfolded</source>
            <translation>已展开</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Folded</source>
            <translation>已折叠</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_log.py" />
            <source>Not found</source>
            <translation>未找到</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>This engine was built before</source>
            <translation>此引擎之前已构建</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>The engine is built</source>
            <translation>引擎已构建</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Progress of the build</source>
            <translation>构建进度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Go on in the background</source>
            <translation>转到后台继续</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>You can go on working in the window. TensorRT tries many ways to run each part and measures them on this graphics card, so it is slower while other programs use it.</source>
            <translation>您可以继续使用窗口。TensorRT 会在这块显卡上对每个部分尝试多种实现并计时，因此其他程序占用显卡时会变慢。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Open the engine</source>
            <translation>打开引擎</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Build another…</source>
            <translation>再构建一个…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Save a copy as…</source>
            <translation>另存副本为…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Compared with ONNX Runtime</source>
            <translation>与 ONNX Runtime 比较</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Stop comparing</source>
            <translation>停止比较</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Progress of the comparison</source>
            <translation>比较进度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Precision of each kind of layer</source>
            <translation>各类层的精度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>No engine was made, and nothing is left of it.</source>
            <translation>未生成引擎，也没有留下任何文件。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>built in {time}</source>
            <translation>构建用时 {time}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Building {name} in {precision}</source>
            <translation>正在以 {precision} 构建 {name}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Stopping…</source>
            <translation>正在停止…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>A plugin library is a program: it runs on this computer with all rights that you have. Choose only one that you trust.</source>
            <translation>插件库是程序：它会以您的全部权限在这台电脑上运行。请只选择您信任的库。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>{n} layer</source>
            <translation>{n} 层</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>{n} layers</source>
            <translation>{n} 层</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Getting ready…</source>
            <translation>正在准备…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>{done} of {total} pictures</source>
            <translation>第 {done} / {total} 张图片</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>Opening both…</source>
            <translation>正在打开两者…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_pages.py" />
            <source>The comparison was stopped.</source>
            <translation>比较已停止。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_sizes.py" />
            <source>Input sizes it takes</source>
            <translation>可接受的输入尺寸</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_sizes.py" />
            <source>Smallest</source>
            <translation>最小</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_sizes.py" />
            <source>Fastest at</source>
            <translation>最快</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_sizes.py" />
            <source>Largest</source>
            <translation>最大</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_sizes.py" />
            <source>The model leaves its input size open. A narrow range makes a faster engine.</source>
            <translation>该模型未固定输入尺寸。范围越窄，引擎越快。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_sizes.py" />
            <source>{name}: write sizes as 1 × 3 × 640 × 640.</source>
            <translation>{name}：尺寸请写成 1 × 3 × 640 × 640。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/build_sizes.py" />
            <source>{label}: {value}</source>
            <translation>{label}: {value}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Layers ({n})</source>
            <translation>层（{n}）</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Layers</source>
            <translation>层</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Search the details</source>
            <translation>搜索详细信息</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Details of the model</source>
            <translation>模型详细信息</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Copy all</source>
            <translation>全部复制</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Copy as JSON</source>
            <translation>复制为 JSON</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Everything that is known of the engine, for programs</source>
            <translation>引擎的全部已知信息，供程序使用</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Parts of the details</source>
            <translation>详细信息的各部分</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Overview</source>
            <translation>概览</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Details of {name}</source>
            <translation>{name} 的详细信息</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>Details</source>
            <translation>详细信息</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details.py" />
            <source>No model yet</source>
            <translation>尚无模型</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>File and runtime</source>
            <translation>文件与运行时</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>How it is read</source>
            <translation>解读方式</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>What {origin} says</source>
            <translation>模型信息（{origin}）</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>What the file says</source>
            <translation>文件自带的模型信息</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Inputs</source>
            <translation>输入</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Outputs</source>
            <translation>输出</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>{size} ({bytes} bytes)</source>
            <translation>{size}（{bytes} 字节）</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Runtime</source>
            <translation>运行时</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Precision</source>
            <translation>精度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Opened in</source>
            <translation>打开耗时</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Recognised as</source>
            <translation>识别为</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Fed as</source>
            <translation>预处理</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Input tensor</source>
            <translation>输入张量</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Suppression</source>
            <translation>重叠抑制</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Usual confidence</source>
            <translation>默认置信度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Class names</source>
            <translation>类别名称</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Description</source>
            <translation>说明</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Task</source>
            <translation>任务</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Picture size</source>
            <translation>图片尺寸</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Stride</source>
            <translation>步长</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Batch</source>
            <translation>批大小</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Channels</source>
            <translation>通道</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Keypoints</source>
            <translation>关键点</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Last layer</source>
            <translation>最后一层</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Suppression inside</source>
            <translation>内置重叠抑制</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Accelerator core</source>
            <translation>DLA 核心</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Why it is read so</source>
            <translation>解读依据</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>What does not fit</source>
            <translation>不符之处</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>being computed…</source>
            <translation>正在计算…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Built with</source>
            <translation>构建版本</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Runs with</source>
            <translation>兼容性</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>other TensorRT versions too</source>
            <translation>也可在其他 TensorRT 版本上运行</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Made by</source>
            <translation>生成工具</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Operator sets</source>
            <translation>算子集</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Standard deviation</source>
            <translation>标准差</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Changed by you</source>
            <translation>手动指定</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>{n} setting</source>
            <translation>{n} 项设置</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>{n} settings</source>
            <translation>{n} 项设置</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Still open</source>
            <translation>尚未确定</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>The first picture with something in it decides.</source>
            <translation>将由第一张有检测结果的图片确定。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Optimisation profiles</source>
            <translation>优化配置</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>Inside the engine</source>
            <translation>引擎内部</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/details_parts.py" />
            <source>{n} more</source>
            <translation>另有 {n} 个</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Exporting</source>
            <translation>正在导出</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Export this frame</source>
            <translation>导出当前帧</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export.py" />
            <source>Export all</source>
            <translation>全部导出</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>JPEG, small</source>
            <translation>JPEG，文件小</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>PNG, lossless</source>
            <translation>PNG，无损</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>WebP, smallest</source>
            <translation>WebP，文件最小</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>H.264, plays everywhere</source>
            <translation>H.264，兼容性最好</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>VP9, for browsers</source>
            <translation>VP9，适合浏览器</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>FFV1, lossless</source>
            <translation>FFV1，无损</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Choose a folder</source>
            <translation>选择文件夹</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Take a new folder</source>
            <translation>改用新文件夹</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Pictures as</source>
            <translation>图片格式</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Videos as</source>
            <translation>视频格式</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>{n} live source is left out: it has no end. Look at it to export it alone.</source>
            <translation>已跳过 {n} 个实时来源，因为它没有结尾。如需单独导出，请先切换到该来源。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>{n} live sources are left out: they have no end. Look at one to export it alone.</source>
            <translation>已跳过 {n} 个实时来源，因为它们没有结尾。如需单独导出其中一个，请先切换到该来源。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Choose at least one format.</source>
            <translation>请至少选择一种格式。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Export to folder</source>
            <translation>导出到文件夹</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Exported as shown: {shown}.</source>
            <translation>按当前显示导出：{shown}。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Only {name}</source>
            <translation>仅导出 {name}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Both kinds of YOLO labels have the same file names: choose one.</source>
            <translation>两种 YOLO 标注的文件名相同，请只选一种。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_form.py" />
            <source>Choose a folder.</source>
            <translation>请选择文件夹。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{n} failed</source>
            <translation>{n} 项失败</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{n} frame</source>
            <translation>{n} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{n} frames</source>
            <translation>{n} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{n} detection</source>
            <translation>{n} 个检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{n} detections</source>
            <translation>{n} 个检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Every complete file was kept; the same export to the same folder goes on there.</source>
            <translation>已完成的文件均已保留；以相同设置再次导出到同一文件夹，即可从中断处继续。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Progress of the export</source>
            <translation>导出进度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>You can go on working in the window; what you change there does not change this export. Stopping keeps every complete file, and the same export to the same folder goes on from there.</source>
            <translation>您可以继续使用主窗口，其中的更改不会影响本次导出。停止时会保留所有已完成的文件；以相同设置再次导出到同一文件夹，即可从中断处继续。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{n} failed so far</source>
            <translation>目前 {n} 项失败</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Open folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Export again…</source>
            <translation>再次导出…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{done} of {total} frames</source>
            <translation>{done} / {total} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{time} left</source>
            <translation>剩余 {time}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Complete files were kept; the same export to the same folder goes on from there.</source>
            <translation>已完成的文件均已保留；以相同设置再次导出到同一文件夹，即可从中断处继续。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Nothing was exported</source>
            <translation>未导出任何内容</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>{n} of them taken from the earlier export</source>
            <translation>其中 {n} 帧沿用之前的导出结果</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Exported, but not everything</source>
            <translation>导出完成，但有部分失败</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Frame exported</source>
            <translation>当前帧已导出</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Exported</source>
            <translation>导出完成</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Stopping after the frame in hand…</source>
            <translation>处理完当前帧后停止…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>and {n} more</source>
            <translation>另有 {n} 项</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Copy list</source>
            <translation>复制列表</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Copy details</source>
            <translation>复制详细信息</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_pages.py" />
            <source>Stopped before anything was written</source>
            <translation>已停止，尚未写入任何文件</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_question.py" />
            <source>An export is running</source>
            <translation>导出正在进行</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_question.py" />
            <source>Stop the export and close the window?</source>
            <translation>停止导出并关闭窗口？</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_question.py" />
            <source>Complete files stay, and the same export to the same folder goes on from there.</source>
            <translation>已完成的文件会保留；以相同设置再次导出到同一文件夹，即可从中断处继续。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_question.py" />
            <source>Stop and close</source>
            <translation>停止并关闭</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_question.py" />
            <source>Close when it is done</source>
            <translation>完成后关闭</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/export_question.py" />
            <source>Go on exporting</source>
            <translation>继续导出</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>What this computer has</source>
            <translation>本机环境</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>What this computer has, and what is missing</source>
            <translation>本机环境：已有和缺少的组件</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>Looking</source>
            <translation>正在检查</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/installation.py" />
            <source>Look again</source>
            <translation>重新检查</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layer_model.py" />
            <source>No.</source>
            <translation>序号</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layer_model.py" />
            <source>Layer</source>
            <translation>层</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layer_model.py" />
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layer_model.py" />
            <source>ms</source>
            <translation>ms</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layer_model.py" />
            <source>Share</source>
            <translation>占比</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layers.py" />
            <source>Measure layers</source>
            <translation>逐层计时</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layers.py" />
            <source>Runs the engine {n} times on noise and shows the median of each</source>
            <translation>用噪声输入运行引擎 {n} 次，显示每层的中位数</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layers.py" />
            <source>Measuring</source>
            <translation>正在计时</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layers.py" />
            <source>The engine was built without details of its layers, so that only their names are known. Engines that EngineScope builds have them.</source>
            <translation>该引擎构建时未记录各层的详细信息，因此只有层名。EngineScope 构建的引擎包含这些信息。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layers.py" />
            <source>Measuring…</source>
            <translation>正在计时…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layers.py" />
            <source>Looking into the engine…</source>
            <translation>正在查看引擎内部…</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/layers.py" />
            <source>{ms} ms, median of {n} runs</source>
            <translation>{ms} ms，{n} 次运行的中位数</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Recent problems</source>
            <translation>最近的问题</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Clear the list</source>
            <translation>清空列表</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Show again</source>
            <translation>再次显示</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>{time}   {title}</source>
            <translation>{time}   {title}</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/problems.py" />
            <source>Nothing went wrong so far.</source>
            <translation>目前没有出现问题。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Recent files are forgotten.</source>
            <translation>已清除最近文件记录。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Changes to {n} model are forgotten. It is read automatically when next opened.</source>
            <translation>已清除 {n} 个模型的手动指定。下次打开时将自动识别。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Changes to {n} models are forgotten. They are read automatically when next opened.</source>
            <translation>已清除 {n} 个模型的手动指定。下次打开时将自动识别。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>{n} file may no longer run code; it asks again when next opened.</source>
            <translation>{n} 个文件不再允许运行代码；下次打开时会重新询问。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>{n} files may no longer run code; they ask again when next opened.</source>
            <translation>{n} 个文件不再允许运行代码；下次打开时会重新询问。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Appearance</source>
            <translation>外观</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>System</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Size of labels</source>
            <translation>标签大小</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Width of outlines</source>
            <translation>轮廓线宽</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Opacity of masks</source>
            <translation>掩码不透明度</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Memory for kept results</source>
            <translation>结果缓存大小</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>What was found in frames looked at; takes effect at the next start</source>
            <translation>用于缓存看过的帧的检测结果；下次启动时生效</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Reduce motion</source>
            <translation>减少动态效果</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Forget recent files</source>
            <translation>清除最近文件记录</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Forget what was changed for models</source>
            <translation>清除对模型的手动指定</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Forget which files may run code</source>
            <translation>清除允许运行代码的文件</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Code inside engines and plugin libraries that you allowed for some files</source>
            <translation>您允许某些文件使用的引擎内代码和插件库</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Graphics card</source>
            <translation>显卡</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Runs and builds engines; one that is open moves to it</source>
            <translation>用于运行和构建引擎；已打开的引擎会转到这块显卡</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>px</source>
            <translation>px</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>MB</source>
            <translation>MB</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/settings.py" />
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/shortcuts.py" />
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/shortcuts.py" />
            <source>Search by name or key</source>
            <translation>按名称或按键搜索</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/shortcuts.py" />
            <source>Nothing by this name</source>
            <translation>没有匹配的快捷键</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>From {n} frame</source>
            <translation>基于 {n} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>From the last {n} frames</source>
            <translation>基于最近 {n} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>{frames}; the first runs of a model are not counted.</source>
            <translation>{frames}；不计模型最初几次运行。</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Timings</source>
            <translation>耗时统计</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Milliseconds</source>
            <translation>毫秒</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Last</source>
            <translation>最近一次</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Median</source>
            <translation>中位数</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>95 % within</source>
            <translation>95 % 分位数</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Longest</source>
            <translation>最长</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Read</source>
            <translation>读取</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Prepare</source>
            <translation>预处理</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Infer</source>
            <translation>推理</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Decode</source>
            <translation>解码</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Paint</source>
            <translation>绘制</translation>
        </message>
        <message>
            <location filename="../../gui/dialogs/timing.py" />
            <source>Count anew</source>
            <translation>重新统计</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>{name} {shown} only in ONNX</source>
            <translation>{name} {shown}，仅 ONNX 有</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>Neither shows anything on {n} picture.</source>
            <translation>{n} 张图片上两者都没有检测结果。</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>Neither shows anything on {n} pictures.</source>
            <translation>{n} 张图片上两者都没有检测结果。</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>Both show the same on {n} picture.</source>
            <translation>{n} 张图片上两者结果相同。</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>Both show the same on all {n} pictures.</source>
            <translation>全部 {n} 张图片上两者结果相同。</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>Both show the same on {same} of {n} pictures.</source>
            <translation>{n} 张图片中有 {same} 张两者结果相同。</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>{name} {shown}, in the engine {other}</source>
            <translation>{name} {shown}，引擎为 {other}</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>{name} {shown} only in the engine</source>
            <translation>{name} {shown}，仅引擎有</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>None of the pictures could be read.</source>
            <translation>没有一张图片能够读取。</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>Objects that both show</source>
            <translation>两者都检出的目标</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>Difference of scores</source>
            <translation>分数差异</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>{most} at most, {mean} on average</source>
            <translation>最大 {most}，平均 {mean}</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>Shift of boxes</source>
            <translation>框的偏移</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>{most} px at most, {mean} px on average</source>
            <translation>最大 {most} px，平均 {mean} px</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>{name} {shown}, in ONNX {other}</source>
            <translation>{name} {shown}，ONNX 为 {other}</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>and {n} more picture</source>
            <translation>另有 {n} 张图片</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>and {n} more pictures</source>
            <translation>另有 {n} 张图片</translation>
        </message>
        <message>
            <location filename="../../gui/driftwords.py" />
            <source>; </source>
            <translation>; </translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} file cannot be opened</source>
            <translation>{n} 个文件无法打开</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} files cannot be opened</source>
            <translation>{n} 个文件无法打开</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{name} cannot be opened</source>
            <translation>{name} 无法打开</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} thing more</source>
            <translation>另外 {n} 项操作</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} things more</source>
            <translation>另外 {n} 项操作</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{first} and {second}</source>
            <translation>{first}，{second}</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{first}, {second} and {third}</source>
            <translation>{first}，{second}，{third}</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {pictures} and {videos}</source>
            <translation>添加 {pictures}、{videos}</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add the pictures of {folder}</source>
            <translation>添加 {folder} 中的图片</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>open {address}</source>
            <translation>打开 {address}</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>open model {name}</source>
            <translation>打开模型 {name}</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>use the class names of {name}</source>
            <translation>使用 {name} 中的类别名称</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>look into {name}</source>
            <translation>检查 {name}</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>Nothing here can be opened</source>
            <translation>没有可以打开的内容</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {n} picture</source>
            <translation>添加 {n} 张图片</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {n} pictures</source>
            <translation>添加 {n} 张图片</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add the pictures of {n} folder</source>
            <translation>添加 {n} 个文件夹中的图片</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add the pictures of {n} folders</source>
            <translation>添加 {n} 个文件夹中的图片</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>open {n} address</source>
            <translation>打开 {n} 个地址</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>open {n} addresses</source>
            <translation>打开 {n} 个地址</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>look into {n} file</source>
            <translation>检查 {n} 个文件</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>look into {n} files</source>
            <translation>检查 {n} 个文件</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} picture</source>
            <translation>{n} 张图片</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} pictures</source>
            <translation>{n} 张图片</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} video</source>
            <translation>{n} 个视频</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>{n} videos</source>
            <translation>{n} 个视频</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {n} video</source>
            <translation>添加 {n} 个视频</translation>
        </message>
        <message>
            <location filename="../../gui/dropping.py" />
            <source>add {n} videos</source>
            <translation>添加 {n} 个视频</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>in: {tensor}</source>
            <translation>输入：{tensor}</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>out: {tensor}</source>
            <translation>输出：{tensor}</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>from {least} to {most}</source>
            <translation>从 {least} 到 {most}</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Built for</source>
            <translation>构建目标</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Other cards</source>
            <translation>其他显卡</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Precisions</source>
            <translation>精度</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Time of all layers</source>
            <translation>所有层的时间</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Memory for a run</source>
            <translation>运行所需显存</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Streams beside the main one</source>
            <translation>主流之外的流</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Plugins</source>
            <translation>插件</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>{precision} in {n} layer</source>
            <translation>{precision} {n} 层</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>{precision} in {n} layers</source>
            <translation>{precision} {n} 层</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>Profile {n}</source>
            <translation>配置 {n}</translation>
        </message>
        <message>
            <location filename="../../gui/enginefacts.py" />
            <source>fastest at {shape}</source>
            <translation>{shape} 时最快</translation>
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>{name}, frame {index}</source>
            <translation>{name}，第 {index} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/exporting.py" />
            <source>Exporting {percent} %</source>
            <translation>正在导出 {percent} %</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>There is no video among the sources</source>
            <translation>图像来源中没有视频</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{frames} of {sources}</source>
            <translation>{sources}，{frames}</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>A finished export lies there. The same export adds what is new or missing; any other is refused.</source>
            <translation>该文件夹中已有完成的导出。相同的导出会补充新增或缺少的内容，不同的导出会被拒绝。</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>Replace files of the same name</source>
            <translation>替换同名文件</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{h} h {m} min</source>
            <translation>{h} 小时 {m} 分</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{rate} frames/s</source>
            <translation>{rate} 帧/秒</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>This model names whole pictures, it finds no boxes</source>
            <translation>该模型对整张图片分类，不输出检测框</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>There is no picture among the sources</source>
            <translation>图像来源中没有图片</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>A live source: it is exported until you stop</source>
            <translation>实时来源：将持续导出，直到手动停止</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{n} video whose length is not known</source>
            <translation>{n} 个长度未知的视频</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{n} videos whose length is not known</source>
            <translation>{n} 个长度未知的视频</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{frames} and {videos}</source>
            <translation>{frames}，另有 {videos}</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>about {frames}</source>
            <translation>约 {frames}</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>Nothing is in the way there.</source>
            <translation>此处没有冲突的文件。</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>Files lie there that could be replaced: {path} and others.</source>
            <translation>该处已有文件，可能会被替换：{path} 等。</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>The results of an export lie there; this frame would be mixed with them.</source>
            <translation>此处已有一次导出的结果，当前帧会与之混在一起。</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>An export was stopped there. The same export goes on where it stopped.</source>
            <translation>此处有一次中途停止的导出。再次进行相同的导出会从停止处继续。</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{s} s</source>
            <translation>{s} 秒</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{m} min {s} s</source>
            <translation>{m} 分 {s} 秒</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>This is one frame, not a video</source>
            <translation>当前是单帧，不是视频</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{n} source</source>
            <translation>{n} 个图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>{n} sources</source>
            <translation>{n} 个图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>Begin anew instead, and replace what is there</source>
            <translation>改为重新开始，并替换已有内容</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>Replace the earlier export</source>
            <translation>替换先前的导出结果</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>Choose another folder, or allow that they are replaced.</source>
            <translation>请选择其他文件夹，或允许替换这些文件。</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>Choose another folder, or allow that files there are replaced.</source>
            <translation>请选择其他文件夹，或允许替换其中的文件。</translation>
        </message>
        <message>
            <location filename="../../gui/exports.py" />
            <source>Wait for its end, or choose another folder.</source>
            <translation>请等待其结束，或选择其他文件夹。</translation>
        </message>
        <message>
            <location filename="../../gui/machine.py" />
            <source>Nobody has looked yet</source>
            <translation>尚未检查</translation>
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Playback</source>
            <translation>播放</translation>
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Open recent</source>
            <translation>打开最近使用</translation>
        </message>
        <message>
            <location filename="../../gui/menus.py" />
            <source>Open the demo</source>
            <translation>打开演示</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{n} output</source>
            <translation>{n} 个输出</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{n} outputs</source>
            <translation>{n} 个输出</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{title}, {n} class</source>
            <translation>{title}，{n} 类</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{title}, {n} classes</source>
            <translation>{title}，{n} 类</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>{shape} and {n} more</source>
            <translation>{shape}，另有 {n} 个</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>grey</source>
            <translation>灰度</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>Letterbox</source>
            <translation>等比填充</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>Letterbox, top left</source>
            <translation>等比填充（靠左上）</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>Stretched</source>
            <translation>拉伸</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>Cropped</source>
            <translation>居中裁剪</translation>
        </message>
        <message>
            <location filename="../../gui/modelfacts.py" />
            <source>normalised</source>
            <translation>归一化</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>{names} and {n} more</source>
            <translation>{names} 及另外 {n} 个</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>labels with confidence</source>
            <translation>标签带置信度</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>confidence from {value:.2f}</source>
            <translation>置信度不低于 {value:.2f}</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>pictures without labels</source>
            <translation>图片不带标签</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>pictures without masks</source>
            <translation>图片不带掩码</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>{n} class with its own threshold</source>
            <translation>{n} 个类别使用单独阈值</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>{n} classes with their own threshold</source>
            <translation>{n} 个类别使用单独阈值</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>only {names}</source>
            <translation>仅含 {names}</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>without {names}</source>
            <translation>不含 {names}</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>boxes from {px:.0f} px</source>
            <translation>框的宽高不小于 {px:.0f} px</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>at most {n} box</source>
            <translation>每帧最多 {n} 个框</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>at most {n} boxes each</source>
            <translation>每帧最多 {n} 个框</translation>
        </message>
        <message>
            <location filename="../../gui/offering.py" />
            <source>labels without confidence</source>
            <translation>标签不带置信度</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>{more} more could not be opened. Everything else was taken.</source>
            <translation>另有 {more} 项无法打开，其余均已载入。</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Open model</source>
            <translation>打开模型</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Open pictures or video</source>
            <translation>打开图片或视频</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Plugin library of {name}</source>
            <translation>{name} 的插件库</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Pictures and videos</source>
            <translation>图片和视频</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>One model at a time</source>
            <translation>一次只能打开一个模型</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Not opened: {names}.</source>
            <translation>未打开：{names}。</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>The first model and the first class names of a drop are used.</source>
            <translation>同时拖入多个时，只使用第一个模型和第一个类别名称文件。</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Drop the others by themselves.</source>
            <translation>请将其余文件单独拖入。</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>{name} needs a model to name the classes of</source>
            <translation>需要先有模型，才能使用 {name} 中的类别名称</translation>
        </message>
        <message>
            <location filename="../../gui/opening.py" />
            <source>Open the model first, then drop the class names again.</source>
            <translation>请先打开模型，再重新拖入类别名称文件。</translation>
        </message>
        <message>
            <location filename="../../gui/panels/class_delegate.py" />
            <source>Own threshold</source>
            <translation>单独阈值</translation>
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>{n} here</source>
            <translation>当前 {n} 个</translation>
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>{name}, class {number}</source>
            <translation>{name}，类别 {number}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>{n} in this frame</source>
            <translation>当前帧 {n} 个</translation>
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>threshold {score}</source>
            <translation>阈值 {score}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>{n} seen so far</source>
            <translation>目前共出现 {n} 个</translation>
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>shown</source>
            <translation>已显示</translation>
        </message>
        <message>
            <location filename="../../gui/panels/class_model.py" />
            <source>hidden</source>
            <translation>已隐藏</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Own threshold…</source>
            <translation>单独设置阈值…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Back to the common threshold</source>
            <translation>恢复统一阈值</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>{here} of {total} here</source>
            <translation>当前 {here} / {total}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Named by the model, its header or a label file.</source>
            <translation>名称来自模型、文件头或标签文件。</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Find a class</source>
            <translation>查找类别</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show or hide all classes</source>
            <translation>显示或隐藏所有类别</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show all</source>
            <translation>全部显示</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Hide all</source>
            <translation>全部隐藏</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Name or number</source>
            <translation>名称或编号</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Smallest box</source>
            <translation>最小框</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source> px</source>
            <translation> px</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Boxes narrower or lower than this are not shown</source>
            <translation>宽或高小于此值的框不显示</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Hide</source>
            <translation>隐藏</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show the others again</source>
            <translation>重新显示其他类别</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Show only this</source>
            <translation>仅显示此类别</translation>
        </message>
        <message>
            <location filename="../../gui/panels/classes.py" />
            <source>Colour…</source>
            <translation>颜色…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>amber</source>
            <translation>琥珀色</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>indigo</source>
            <translation>靛蓝</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>aqua</source>
            <translation>水绿</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>crimson</source>
            <translation>绯红</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>lime cream</source>
            <translation>浅青柠</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>sky</source>
            <translation>天蓝</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>pine</source>
            <translation>松绿</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>mauve</source>
            <translation>灰紫</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>khaki</source>
            <translation>卡其色</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>lemon</source>
            <translation>柠檬黄</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>bronze</source>
            <translation>古铜色</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>rose</source>
            <translation>灰玫瑰</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>mint</source>
            <translation>薄荷绿</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>coral</source>
            <translation>珊瑚红</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>azure</source>
            <translation>蔚蓝</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>orchid</source>
            <translation>兰花紫</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>magenta</source>
            <translation>品红</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>apricot</source>
            <translation>杏色</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>pink</source>
            <translation>粉红</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>olive</source>
            <translation>橄榄绿</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>Palette</source>
            <translation>调色板</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>Other colour…</source>
            <translation>其他颜色…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>Automatic colour</source>
            <translation>自动颜色</translation>
        </message>
        <message>
            <location filename="../../gui/panels/colour_menu.py" />
            <source>Colour of {name}</source>
            <translation>{name} 的颜色</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>{n} below the threshold</source>
            <translation>{n} 个低于阈值</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Confidence</source>
            <translation>置信度</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Left</source>
            <translation>左</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Top</source>
            <translation>上</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Width</source>
            <translation>宽</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Height</source>
            <translation>高</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Hide these rows</source>
            <translation>隐藏这些行</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Show these rows</source>
            <translation>显示这些行</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Conf.</source>
            <translation>置信度</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Left, top</source>
            <translation>左, 上</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Sort by class</source>
            <translation>按类别排序</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Sort by confidence</source>
            <translation>按置信度排序</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Left and top edge in pixels of the picture; sort from left to right</source>
            <translation>左边缘和上边缘在图片中的像素位置；点击可从左到右排序</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detection_model.py" />
            <source>Width and height in pixels of the picture; sort by area</source>
            <translation>宽和高，以图片像素为单位；点击可按面积排序</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detections.py" />
            <source>Detections</source>
            <translation>检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detections.py" />
            <source>One row per box; click a row to find it in the picture.</source>
            <translation>每框一行；点击行即可在图中定位。</translation>
        </message>
        <message>
            <location filename="../../gui/panels/detections.py" />
            <source>Copy the table</source>
            <translation>复制表格</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Pictures or video</source>
            <translation>图片或视频</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Files, folders, cameras, stream addresses</source>
            <translation>文件、文件夹、摄像头、视频流地址</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Open pictures…</source>
            <translation>打开图片…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Nothing at hand? Try a sample</source>
            <translation>手边没有文件？试试示例</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Now drop something to look at</source>
            <translation>再拖入要检测的图像</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Anywhere in this window, in any order, many at once.</source>
            <translation>拖到窗口任意位置，顺序不限，可一次多个。</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>TensorRT engine or ONNX file</source>
            <translation>TensorRT 引擎或 ONNX 文件</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>The model is open.</source>
            <translation>模型已打开。</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Change…</source>
            <translation>更换…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Ready to be looked at.</source>
            <translation>可以开始检测。</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Open others…</source>
            <translation>打开其他…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Now drop a model</source>
            <translation>再拖入模型</translation>
        </message>
        <message>
            <location filename="../../gui/panels/empty_state.py" />
            <source>Drop a model and something to look at</source>
            <translation>拖入模型和要检测的图像</translation>
        </message>
        <message>
            <location filename="../../gui/panels/histogram_slider.py" />
            <source>{name} {score}, stays</source>
            <translation>{name} {score}，保留</translation>
        </message>
        <message>
            <location filename="../../gui/panels/histogram_slider.py" />
            <source>{name} {score}, drops out</source>
            <translation>{name} {score}，滤除</translation>
        </message>
        <message>
            <location filename="../../gui/panels/histogram_slider.py" />
            <source>The engine itself drops what scores less than {score}</source>
            <translation>引擎自身会丢弃分数低于 {score} 的结果</translation>
        </message>
        <message>
            <location filename="../../gui/panels/histogram_slider.py" />
            <source>The scores of each frame appear here</source>
            <translation>这里显示每一帧的分数分布</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>{n} change</source>
            <translation>{n} 处更改</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>{n} changes</source>
            <translation>{n} 处更改</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Opening…</source>
            <translation>正在打开…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Recipe: how the model is fed and read</source>
            <translation>处理配方：如何预处理输入和解读输出</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>More about the model</source>
            <translation>模型的更多信息</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Parts of the recipe that you changed</source>
            <translation>处理配方中手动更改过的部分</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>No model yet: open one</source>
            <translation>尚无模型：点击打开</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Details…</source>
            <translation>详细信息…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Opening {name}…</source>
            <translation>正在打开 {name}…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Open engine</source>
            <translation>打开引擎</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>The engine that was built from this file before; it opens at once</source>
            <translation>之前用此文件构建的引擎，可立即打开</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Runs faster on this computer's graphics card: built once, then instant</source>
            <translation>在本机显卡上运行更快：构建一次，之后立即可用</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Show in folder</source>
            <translation>在文件夹中显示</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_card.py" />
            <source>Copy path</source>
            <translation>复制路径</translation>
        </message>
        <message>
            <location filename="../../gui/panels/model_parts.py" />
            <source>Warning: {words}</source>
            <translation>警告：{words}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>{change}: {n} box, best {best}</source>
            <translation>{change}：{n} 个框，最高 {best}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>{change}: {n} boxes, best {best}</source>
            <translation>{change}：{n} 个框，最高 {best}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>{n} other way that was tried</source>
            <translation>已尝试的另外 {n} 种方式</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>{n} other ways that were tried</source>
            <translation>已尝试的另外 {n} 种方式</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Show them</source>
            <translation>显示这些结果</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Find out why</source>
            <translation>查找原因</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Looking for the reason…</source>
            <translation>正在查找原因…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Apply</source>
            <translation>应用</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Try</source>
            <translation>试用</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Try: {change}</source>
            <translation>试用：{change}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Nothing found above {floor}</source>
            <translation>没有分数高于 {floor} 的结果</translation>
        </message>
        <message>
            <location filename="../../gui/panels/nothing_found.py" />
            <source>Nothing above the threshold, but {n} below it, best {best}</source>
            <translation>没有高于阈值的结果，但有 {n} 个低于阈值，最高 {best}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Something was lost</source>
            <translation>有内容丢失</translation>
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Found</source>
            <translation>实际</translation>
        </message>
        <message>
            <location filename="../../gui/panels/problem_parts.py" />
            <source>Expected</source>
            <translation>预期</translation>
        </message>
        <message>
            <location filename="../../gui/panels/rail.py" />
            <source>Sources</source>
            <translation>图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recent.py" />
            <source>Recent</source>
            <translation>最近使用</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recent.py" />
            <source>Recent models and pictures</source>
            <translation>最近使用的模型和图片</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Reading the output</source>
            <translation>输出解读</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Load…</source>
            <translation>加载…</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Load class names from a file</source>
            <translation>从文件加载类别名称</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Remove overlapping boxes</source>
            <translation>去除重叠框</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Back to automatic</source>
            <translation>恢复自动</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>No model is open</source>
            <translation>未打开模型</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>{n} name: {origin}</source>
            <translation>{n} 个名称：{origin}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>{n} names: {origin}</source>
            <translation>{n} 个名称：{origin}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Decoder</source>
            <translation>解码器</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Back to automatic: {name}</source>
            <translation>恢复自动：{name}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>{n} class without a name</source>
            <translation>{n} 个类别没有名称</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>{n} classes without names</source>
            <translation>{n} 个类别没有名称</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Automatic: {title}</source>
            <translation>自动：{title}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Kept for this file (sha256 {start}…)</source>
            <translation>已为此文件保存（sha256 {start}…）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe.py" />
            <source>Kept for this file</source>
            <translation>已为此文件保存</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Letterbox, centred</source>
            <translation>等比填充（居中）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Stretch to fill</source>
            <translation>拉伸填满</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Crop to the centre</source>
            <translation>居中裁剪</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 1, RGB (YOLO)</source>
            <translation>0 到 1，RGB（YOLO）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 1, BGR</source>
            <translation>0 到 1，BGR</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 255, RGB</source>
            <translation>0 到 255，RGB</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 255, BGR (YOLOX)</source>
            <translation>0 到 255，BGR（YOLOX）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>ImageNet, RGB</source>
            <translation>ImageNet，RGB</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>MMDetection, BGR</source>
            <translation>MMDetection，BGR</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Less the mean, BGR (Caffe)</source>
            <translation>减均值，BGR（Caffe）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>−1 to 1, RGB</source>
            <translation>−1 到 1，RGB</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>−1 to 1, BGR</source>
            <translation>−1 到 1，BGR</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>0 to 1, grey</source>
            <translation>0 到 1，灰度</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>−1 to 1, RGB (SSD)</source>
            <translation>−1 到 1，RGB（SSD）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Less the mean, RGB (VGG)</source>
            <translation>减均值，RGB（VGG）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Less the mean, BGR (R-CNN)</source>
            <translation>减均值，BGR（R-CNN）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_choices.py" />
            <source>Does not fit: it expects {expects}</source>
            <translation>不适用：需要 {expects}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Values cannot be changed: the input takes whole pixels ({dtype})</source>
            <translation>数值不可更改：输入直接使用整数像素值（{dtype}）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Feeding the picture</source>
            <translation>图片预处理</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Fit</source>
            <translation>适配方式</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Pad colour</source>
            <translation>填充颜色</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Preset</source>
            <translation>预设</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Scale</source>
            <translation>缩放系数</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Deviation</source>
            <translation>标准差</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>From the model</source>
            <translation>取自模型</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>first plane</source>
            <translation>第一通道</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>second plane</source>
            <translation>第二通道</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>third plane</source>
            <translation>第三通道</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Width of the input in pixels</source>
            <translation>输入宽度（像素）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Height of the input in pixels</source>
            <translation>输入高度（像素）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Nothing is padded with this fit</source>
            <translation>此适配方式不做填充</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Input of 1 plane</source>
            <translation>输入为 1 个通道</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Input of 3 planes</source>
            <translation>输入为 3 个通道</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>automatic {value}</source>
            <translation>自动值 {value}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>RGB</source>
            <translation>RGB</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>BGR</source>
            <translation>BGR</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Grey</source>
            <translation>灰度</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>One number from 0 to 255, or three: red, green, blue</source>
            <translation>应为 0 到 255 之间的一个数，或红、绿、蓝三个数</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>A factor above 0, as 1/255 or 0.5</source>
            <translation>应为大于 0 的系数，如 1/255 或 0.5</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>A deviation of 0 divides by zero</source>
            <translation>标准差为 0 会导致除以零</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_feeding.py" />
            <source>Values of your own</source>
            <translation>自定义数值</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_fields.py" />
            <source>Reason</source>
            <translation>依据</translation>
        </message>
        <message>
            <location filename="../../gui/panels/recipe_fields.py" />
            <source>Finding</source>
            <translation>发现</translation>
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>Video</source>
            <translation>视频</translation>
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>Camera</source>
            <translation>摄像头</translation>
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>Stream</source>
            <translation>视频流</translation>
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>{n} object</source>
            <translation>{n} 个目标</translation>
        </message>
        <message>
            <location filename="../../gui/panels/source_state.py" />
            <source>{n} objects</source>
            <translation>{n} 个目标</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>No name has “{words}” in it</source>
            <translation>没有包含“{words}”的名称</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Order of the sources</source>
            <translation>图像来源的排序</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Add sources</source>
            <translation>添加图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Filter by name</source>
            <translation>按名称筛选</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Filter sources by name</source>
            <translation>按名称筛选图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Filter by name ({shortcut})</source>
            <translation>按名称筛选（{shortcut}）</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Show all sources</source>
            <translation>显示所有图像来源</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>No pictures yet</source>
            <translation>尚无图片</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>In the order they were added</source>
            <translation>按添加顺序</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>By name</source>
            <translation>按名称</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Remove from the list</source>
            <translation>从列表中移除</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Remove all others</source>
            <translation>移除其他所有项</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Open containing folder</source>
            <translation>打开所在文件夹</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>{n} of {total}</source>
            <translation>{n} / {total}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Copy address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <location filename="../../gui/panels/sources.py" />
            <source>Copy paths</source>
            <translation>复制路径</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>fps</source>
            <translation>fps</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>{stage}: half within {p50} ms, 95 % within {p95} ms</source>
            <translation>{stage}：半数在 {p50} ms 以内，95 % 在 {p95} ms 以内</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Inference</source>
            <translation>推理</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Display</source>
            <translation>显示</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Dropped</source>
            <translation>丢帧</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>CPU: {percent} % of all cores</source>
            <translation>CPU：占全部核心的 {percent} %</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Click for all timings</source>
            <translation>点击查看全部耗时</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>GPU memory</source>
            <translation>显存</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Temp.</source>
            <translation>温度</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status.py" />
            <source>Power</source>
            <translation>功耗</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status_words.py" />
            <source>Prepared and chosen on the graphics card, run as a recorded CUDA graph</source>
            <translation>在显卡上预处理和筛选，以录制的 CUDA 图运行</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status_words.py" />
            <source>Prepared and chosen on the graphics card</source>
            <translation>在显卡上预处理和筛选</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status_words.py" />
            <source>Run as a recorded CUDA graph</source>
            <translation>以录制的 CUDA 图运行</translation>
        </message>
        <message>
            <location filename="../../gui/panels/status_words.py" />
            <source>{power} of {limit} W</source>
            <translation>{power} / {limit} W</translation>
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>Frame {n}</source>
            <translation>第 {n} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>{n} box</source>
            <translation>{n} 个框</translation>
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>{n} boxes</source>
            <translation>{n} 个框</translation>
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>Live</source>
            <translation>实时</translation>
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>{n} frame dropped</source>
            <translation>已丢 {n} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>{n} frames dropped</source>
            <translation>已丢 {n} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>not computed yet</source>
            <translation>尚未计算</translation>
        </message>
        <message>
            <location filename="../../gui/panels/strip.py" />
            <source>Position in the video</source>
            <translation>视频中的位置</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>A box is removed when it overlaps a better one by more than this share</source>
            <translation>与分数更高的框重叠超过此比例的框会被去除</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Only the most confident ones are shown</source>
            <translation>只显示置信度最高的检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Across classes</source>
            <translation>跨类别</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Boxes of one class remove overlapping boxes of another too</source>
            <translation>不同类别的框重叠时也会相互抑制</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>IoU</source>
            <translation>IoU</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Max detections</source>
            <translation>最多检测数</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Fold</source>
            <translation>折叠</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Show the settings of suppression</source>
            <translation>显示重叠抑制设置</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>IoU {iou} · max {most}</source>
            <translation>IoU {iou} · 最多 {most} 个</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>In the engine · max {most}</source>
            <translation>引擎内置 · 最多 {most} 个</translation>
        </message>
        <message>
            <location filename="../../gui/panels/suppression.py" />
            <source>Why?</source>
            <translation>为什么？</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Effect: {n} box, was {was}</source>
            <translation>效果：{n} 个框，原为 {was} 个</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Effect: {n} boxes, was {was}</source>
            <translation>效果：{n} 个框，原为 {was} 个</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>{effect}; mean score {moved}</source>
            <translation>{effect}；平均分数 {moved}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>unchanged</source>
            <translation>不变</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>R</source>
            <translation>R</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>G</source>
            <translation>G</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>B</source>
            <translation>B</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Tensor fed</source>
            <translation>输入张量</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Plane shown</source>
            <translation>显示的通道</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>The tensor fed, as a picture</source>
            <translation>以图片形式显示的输入张量</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>Figures of each plane</source>
            <translation>各通道的统计值</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>min</source>
            <translation>最小</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>max</source>
            <translation>最大</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tensor_view.py" />
            <source>dev.</source>
            <translation>标准差</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>{shown} of {total} shown</source>
            <translation>显示 {shown} / {total}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Detections with a lower score are not shown</source>
            <translation>分数更低的检测结果不显示</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>This frame</source>
            <translation>当前帧</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>log count</source>
            <translation>对数计数</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Each doubling of the count makes a bar one step higher</source>
            <translation>数量每翻一倍，柱形升高一级</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Use</source>
            <translation>采用</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Few scores lie near it: the shown boxes depend little on it</source>
            <translation>附近几乎没有分数：在此处微调阈值对显示的框影响很小</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Score gap at {score}</source>
            <translation>分数空档 {score}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Engine floor {score}</source>
            <translation>引擎下限 {score}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Back to the model's default</source>
            <translation>恢复模型默认值</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Back to the model's default, {score}</source>
            <translation>恢复模型默认值 {score}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Video so far</source>
            <translation>视频已算部分</translation>
        </message>
        <message>
            <location filename="../../gui/panels/threshold.py" />
            <source>Pictures so far</source>
            <translation>图片已算部分</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tip.py" />
            <source>Tip {n} of {count}</source>
            <translation>提示 {n} / {count}</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tip.py" />
            <source>No more tips</source>
            <translation>不再提示</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tip.py" />
            <source>Got it</source>
            <translation>知道了</translation>
        </message>
        <message>
            <location filename="../../gui/panels/tip.py" />
            <source>Next</source>
            <translation>下一条</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Frame {n} of about {count}</source>
            <translation>第 {n} 帧，共约 {count} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Frame {n} of {count}</source>
            <translation>第 {n} 帧，共 {count} 帧</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Every frame</source>
            <translation>逐帧播放</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>As fast as it goes</source>
            <translation>尽可能快</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Speed</source>
            <translation>播放速度</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Speed. Frames that come too late are skipped, except with “Every frame”.</source>
            <translation>播放速度。来不及显示的帧会被跳过，选择“逐帧播放”时除外。</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Strip: boxes per frame</source>
            <translation>检测条：每帧框数</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Strip: boxes per frame, {percent} % computed</source>
            <translation>检测条：每帧框数，已计算 {percent} %</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <location filename="../../gui/panels/transport.py" />
            <source>Play</source>
            <translation>播放</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>A plugin library is a program: it runs on this computer with all rights that you have. Choose only one that you trust. It is remembered for exactly this file, and Details and Settings take it back.</source>
            <translation>插件库是程序：它会以您的全部权限在这台电脑上运行。请只选择您信任的库。仅对这一个文件记住，可在“详细信息”和“设置”中撤回。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>This picture has no boxes; the next one may work.</source>
            <translation>这张图片没有框；下一张可能正常。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Nothing was changed; everything stays as it was.</source>
            <translation>未作任何更改，一切保持原样。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>The names of the classes stay as they were.</source>
            <translation>类别名称保持不变。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>{name} was not opened.</source>
            <translation>未打开 {name}。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>What the model takes and gives is listed under Details.</source>
            <translation>模型的输入和输出列在“详细信息”中。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>If you allow it, code from this file runs on this computer with all rights that you have. Allow it only for a file that you trust. It is remembered for exactly this file, and Details and Settings take it back.</source>
            <translation>如果允许，此文件中的代码会以您的全部权限在这台电脑上运行。请只对您信任的文件允许。仅对这一个文件记住，可在“详细信息”和“设置”中撤回。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>What was shown stays; the program goes on.</source>
            <translation>已显示的内容保持不变，程序继续运行。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>{name} was not opened; {old} stays loaded.</source>
            <translation>未打开 {name}；仍加载着 {old}。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>{name} was not opened; {old} stays in view.</source>
            <translation>未打开 {name}；仍显示 {old}。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Choose another model…</source>
            <translation>选择其他模型…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>The ONNX file is in the same folder.</source>
            <translation>同一文件夹中有对应的 ONNX 文件。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>TensorRT {version}</source>
            <translation>TensorRT {version}</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>read from the file</source>
            <translation>从文件读取</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>What is missing here…</source>
            <translation>查看缺少什么…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>See how it is fed…</source>
            <translation>查看预处理…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Open other pictures…</source>
            <translation>打开其他图片…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Choose another folder…</source>
            <translation>选择其他文件夹…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>The ONNX file is in the same folder. Building takes minutes; the window stays usable.</source>
            <translation>同一文件夹中有对应的 ONNX 文件。构建需要几分钟，期间窗口仍可使用。</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>on {device}</source>
            <translation>在 {device} 上</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Allow and open</source>
            <translation>允许并打开</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Build an engine from it…</source>
            <translation>用它构建引擎…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Use {sibling} instead</source>
            <translation>改用 {sibling}</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Choose how to read it…</source>
            <translation>选择解码方式…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Choose another label file…</source>
            <translation>选择其他标签文件…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Open the recipe…</source>
            <translation>打开处理配方…</translation>
        </message>
        <message>
            <location filename="../../gui/problems.py" />
            <source>Build from {sibling}…</source>
            <translation>用 {sibling} 构建…</translation>
        </message>
        <message>
            <location filename="../../gui/tips.py" />
            <source>Drag the threshold: the picture follows at once.</source>
            <translation>拖动阈值，画面会立即跟着变化。</translation>
        </message>
        <message>
            <location filename="../../gui/tips.py" />
            <source>Hover over a box or click it. G shows what lies below the threshold.</source>
            <translation>将指针移到框上，或点击它。按 G 可显示低于阈值的结果。</translation>
        </message>
        <message>
            <location filename="../../gui/tips.py" />
            <source>Export writes what you see: pictures, labels for training, tables.</source>
            <translation>“导出”会写出您看到的内容：图片、训练用标注、表格。</translation>
        </message>
        <message>
            <location filename="../../gui/tips.py" />
            <source>The tips come with the next detections</source>
            <translation>出现下一批检测结果时会显示提示</translation>
        </message>
        <message>
            <location filename="../../gui/tools.py" />
            <source>{name} will ask again when it is next opened</source>
            <translation>{name} 下次打开时会重新询问</translation>
        </message>
        <message>
            <location filename="../../gui/trying.py" />
            <source>Workshop pictures</source>
            <translation>车间图片</translation>
        </message>
        <message>
            <location filename="../../gui/trying.py" />
            <source>{seconds:.0f} s</source>
            <translation>{seconds:.0f} 秒</translation>
        </message>
        <message>
            <location filename="../../gui/trying.py" />
            <source>Switch to {name}</source>
            <translation>切换到 {name}</translation>
        </message>
        <message>
            <location filename="../../gui/trying.py" />
            <source>Workshop clip</source>
            <translation>车间视频</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change the confidence</source>
            <translation>更改置信度</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Show or hide a class</source>
            <translation>显示或隐藏类别</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Show one class only</source>
            <translation>仅显示一个类别</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change a class's own threshold</source>
            <translation>更改单个类别的阈值</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change a class's colour</source>
            <translation>更改类别颜色</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>No detection after this one</source>
            <translation>之后没有检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>No detection before this one</source>
            <translation>之前没有检测结果</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Hide all classes</source>
            <translation>隐藏全部类别</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Box copied</source>
            <translation>已复制框</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Picture copied</source>
            <translation>已复制图片</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Searching for a detection… Esc stops</source>
            <translation>正在查找检测结果… 按 Esc 停止</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change the overlap threshold</source>
            <translation>更改重叠阈值</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Suppress across classes</source>
            <translation>跨类别抑制</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change the most detections</source>
            <translation>更改最多检测数</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Change the smallest box</source>
            <translation>更改最小框</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Threshold just above this: {value:.2f}</source>
            <translation>阈值设为略高于此框：{value:.2f}</translation>
        </message>
        <message>
            <location filename="../../gui/wiring.py" />
            <source>Threshold just below this: {value:.2f}</source>
            <translation>阈值设为略低于此框：{value:.2f}</translation>
        </message>
        <message>
            <location filename="../../gui/workers/ahead.py" />
            <source>There is no video any more</source>
            <translation>视频已不再打开</translation>
        </message>
        <message>
            <location filename="../../gui/workers/build_look.py" />
            <source>{name} cannot be read</source>
            <translation>无法读取 {name}</translation>
        </message>
        <message>
            <location filename="../../gui/workers/build_look.py" />
            <source>The system says: {reason}.</source>
            <translation>系统提示：{reason}。</translation>
        </message>
        <message>
            <location filename="../../gui/workers/build_look.py" />
            <source>The copy cannot be written to {path}</source>
            <translation>副本无法写入 {path}</translation>
        </message>
        <message>
            <location filename="../../gui/workers/build_worker.py" />
            <source>The build ended with a fault of the program</source>
            <translation>构建因程序故障而中止</translation>
        </message>
        <message>
            <location filename="../../gui/workers/crashes.py" />
            <source>{kind}: {reason}</source>
            <translation>{kind}: {reason}</translation>
        </message>
        <message>
            <location filename="../../gui/workers/crashes.py" />
            <source>Please report it with the details below; you can go on working</source>
            <translation>请附上下方的详细信息报告此问题；可以继续使用程序</translation>
        </message>
        <message>
            <location filename="../../gui/workers/export_worker.py" />
            <source>The export ended with a fault of the program</source>
            <translation>导出因程序错误而终止</translation>
        </message>
        <message>
            <location filename="../../gui/workers/export_worker.py" />
            <source>Complete files were kept.</source>
            <translation>已完成的文件予以保留。</translation>
        </message>
        <message>
            <location filename="../../gui/workers/intake.py" />
            <source>Class names cannot be read from {file}</source>
            <translation>无法从 {file} 读取类别名称</translation>
        </message>
        <message>
            <location filename="../../gui/workers/intake.py" />
            <source>Give the file that lists the class names, one on each line</source>
            <translation>请提供列出类别名称的文件，每行一个</translation>
        </message>
        <message>
            <location filename="../../gui/workers/intake.py" />
            <source>It holds only numbers, as the label file of one picture does</source>
            <translation>其中只有数字，像是单张图片的标注文件</translation>
        </message>
        <message>
            <location filename="../../gui/workers/intake.py" />
            <source>It holds settings in sections, not names</source>
            <translation>其中是分节的设置，不是名称</translation>
        </message>
        <message>
            <location filename="../../gui/workers/live_feed.py" />
            <source>{name} has ended</source>
            <translation>{name} 已结束</translation>
        </message>
        <message>
            <location filename="../../gui/workers/live_feed.py" />
            <source>It was a recording, and this is its last frame</source>
            <translation>这是一段录像，当前为最后一帧</translation>
        </message>
        <message>
            <location filename="../../gui/workers/live_feed.py" />
            <source>Open it again to see it from the start</source>
            <translation>重新打开即可从头观看</translation>
        </message>
        <message>
            <location filename="../../gui/workers/machine_look.py" />
            <source>{reason}</source>
            <translation>{reason}</translation>
        </message>
        <message>
            <location filename="../../gui/workers/thumbnails.py" />
            <source>No thumbnail can be made of {name}</source>
            <translation>无法生成 {name} 的缩略图</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/chart.py" />
            <source>{path} is not the name of a PNG file</source>
            <translation>{path} 不是 PNG 文件名</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/chart.py" />
            <source>{path} cannot be written</source>
            <translation>无法写入 {path}</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/chart.py" />
            <source>Let the name of the picture end in .png.</source>
            <translation>图片的文件名应以 .png 结尾。</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/chart.py" />
            <source>There is no folder {folder}.</source>
            <translation>文件夹 {folder} 不存在。</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/chart.py" />
            <source>Make the folder first, or choose another one.</source>
            <translation>请先创建该文件夹，或另选一个。</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/run.py" />
            <source>opening and warming up {name}</source>
            <translation>正在打开并预热 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/run.py" />
            <source>measuring in turn, in {count} rounds</source>
            <translation>轮流计时，共 {count} 轮</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/run.py" />
            <source>the graphics card was slower than it can be during {name}: {reason}</source>
            <translation>测量 {name} 时显卡未达到应有速度：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/bench/run.py" />
            <source>times of {name} had not settled after the warm-up</source>
            <translation>预热后 {name} 的耗时仍未稳定</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>The build of {name} ended unexpectedly</source>
            <translation>{name} 的构建意外中止</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>The engine cannot be written to {folder}</source>
            <translation>引擎无法写入 {folder}</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>Its log says more; another TensorRT or another export may work.</source>
            <translation>日志中有更多信息；换一个 TensorRT 版本或重新导出模型也许可行。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>Free space there, or choose another folder.</source>
            <translation>请在该处腾出空间，或选择其他文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>No engine can be built here</source>
            <translation>在这台电脑上无法构建引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>{path} is a folder</source>
            <translation>{path} 是一个文件夹</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>There is a file {path} already</source>
            <translation>文件 {path} 已存在</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>The build was cancelled</source>
            <translation>构建已取消</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>The system ended it, as it does when memory runs short.</source>
            <translation>系统终止了该进程，内存不足时会这样。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>Close other programs, or build with a lower optimisation level.</source>
            <translation>请关闭其他程序，或用较低的优化级别构建。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>TensorRT crashed (signal {number}).</source>
            <translation>TensorRT 崩溃（信号 {number}）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>Its process ended with status {number}.</source>
            <translation>其进程以状态 {number} 结束。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>See what is missing: enginescope doctor</source>
            <translation>查看缺少什么：enginescope doctor</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>Give the name of the engine's file.</source>
            <translation>请给出引擎文件的名称。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>Choose another name, or allow it to be replaced.</source>
            <translation>请换一个名称，或允许覆盖。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>The engine cannot replace the file that it is built from</source>
            <translation>引擎不能覆盖用来构建它的文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>Look whether it is still where it was.</source>
            <translation>请检查它是否仍在原处。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/build.py" />
            <source>Choose another name.</source>
            <translation>请换一个名称。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/card.py" />
            <source>TensorRT is not installed</source>
            <translation>未安装 TensorRT</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/card.py" />
            <source>Only the lean runtime of TensorRT is installed, which runs engines but builds none</source>
            <translation>只安装了 TensorRT 的精简运行时，它能运行引擎但不能构建</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/card.py" />
            <source>There is no graphics card number {device}</source>
            <translation>没有编号为 {device} 的显卡</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/card.py" />
            <source>The cards here are {cards}</source>
            <translation>本机显卡：{cards}</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/card.py" />
            <source>Choose another number</source>
            <translation>请换一个编号</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>The weights in the file are {type}.</source>
            <translation>文件中的权重为 {type}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>It is an engine already; engines are built from ONNX files.</source>
            <translation>它已经是引擎；引擎由 ONNX 文件构建。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>It takes TensorRT 8.6 or newer; installed is {version}.</source>
            <translation>需要 TensorRT 8.6 或更新版本；已安装的是 {version}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>It is quantised at run time ({operators}), which TensorRT cannot do; an engine needs the original model in floating point, or one with Q/DQ operators.</source>
            <translation>它在运行时量化（{operators}），TensorRT 不支持；构建引擎需要原始浮点模型，或带 Q/DQ 算子的模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>Its Q/DQ operators hold unsigned values (UINT8), and TensorRT takes signed ones (INT8).</source>
            <translation>它的 Q/DQ 算子使用无符号值（UINT8），而 TensorRT 需要有符号值（INT8）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>It uses the plugin {plugins}, which TensorRT 11 dropped; TensorRT 10 has it.</source>
            <translation>它使用插件 {plugins}，TensorRT 11 已移除；TensorRT 10 中仍有。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>Its Q/DQ operators make it an INT8 model.</source>
            <translation>它带有 Q/DQ 算子，是 INT8 模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>BF16 takes TensorRT 10 or newer.</source>
            <translation>BF16 需要 TensorRT 10 或更新版本。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>BF16 takes a card of compute capability 8.0 (Ampere) or newer.</source>
            <translation>BF16 需要计算能力 8.0（Ampere）或更高的显卡。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>TensorRT 11 computes in the types that the file states, and its weights are {type}.</source>
            <translation>TensorRT 11 按文件声明的类型计算，而其权重为 {type}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>INT8 needs a file with Q/DQ operators, which hold the scales; this one has none.</source>
            <translation>INT8 需要带 Q/DQ 算子（其中含缩放系数）的文件；此文件没有。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>This card has no fast INT8 arithmetic.</source>
            <translation>这块显卡没有快速的 INT8 运算。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>Some of the weights in the file are {type}, and TensorRT 11 computes in the types that the file states.</source>
            <translation>文件中的部分权重为 {type}，而 TensorRT 11 按文件标明的类型计算。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>This card has no fast FP16 arithmetic.</source>
            <translation>这块显卡没有快速的 FP16 运算。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>TensorRT cannot build {name}</source>
            <translation>TensorRT 无法构建 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>{name} cannot be built in {precision} here</source>
            <translation>在这台电脑上无法以 {precision} 构建 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>There is no optimisation level {level}</source>
            <translation>没有优化级别 {level}</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>Open the ONNX file itself, or export the model in another way.</source>
            <translation>请直接打开 ONNX 文件，或以其他方式导出模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>An engine that runs elsewhere cannot be built from {name}</source>
            <translation>无法用 {name} 构建能在别处运行的引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>Choose 0 (quickest build) to 5 (fastest engine).</source>
            <translation>请选择 0（构建最快）到 5（引擎最快）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>It needs a card of compute capability 8.0 (Ampere) or newer.</source>
            <translation>需要计算能力 8.0（Ampere）或更高的显卡。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>Choose {others}.</source>
            <translation>请选择 {others}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/choices.py" />
            <source>Leave that wish out.</source>
            <translation>请去掉这项要求。</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/profiles.py" />
            <source>Give the sizes of every dynamic input: minimum, usual and maximum</source>
            <translation>请给出每个动态输入的尺寸：最小、常用和最大</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/profiles.py" />
            <source>The sizes of the dynamic inputs of {name} are not known</source>
            <translation>{name} 的动态输入尺寸未知</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/profiles.py" />
            <source>The model has no input called {name}</source>
            <translation>模型没有名为 {name} 的输入</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/profiles.py" />
            <source>The sizes given for {name} do not fit</source>
            <translation>为 {name} 给出的尺寸不匹配</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/profiles.py" />
            <source>The sizes of the input {name} are missing</source>
            <translation>缺少输入 {name} 的尺寸</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/profiles.py" />
            <source>Its inputs are {inputs}</source>
            <translation>它的输入为 {inputs}</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/profiles.py" />
            <source>The input is {spec}; given are {sizes}</source>
            <translation>输入为 {spec}；给出的是 {sizes}</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/report.py" />
            <source>No layer of this engine computes in {precision}: TensorRT found nothing faster in it</source>
            <translation>该引擎没有任何层以 {precision} 计算：TensorRT 未发现更快的实现</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/report.py" />
            <source>Some of the weights in the file are {type}: there the engine computes in that</source>
            <translation>文件中的部分权重为 {type}：引擎在这些部分按该类型计算</translation>
        </message>
        <message>
            <location filename="../../engine_core/building/report.py" />
            <source>Whether the engine computes in {precision} could not be seen</source>
            <translation>无法确认引擎是否以 {precision} 计算</translation>
        </message>
        <message>
            <location filename="../../engine_core/builtin_labels.py" />
            <source>{dataset}'s names, because it has {count} classes</source>
            <translation>采用 {dataset} 的名称，因为共有 {count} 个类别</translation>
        </message>
        <message>
            <location filename="../../engine_core/consent.py" />
            <source>What was allowed for this model cannot be read</source>
            <translation>无法读取此模型的许可记录</translation>
        </message>
        <message>
            <location filename="../../engine_core/consent.py" />
            <source>Allow it again; it is kept in {path}</source>
            <translation>请重新允许；记录保存在 {path}</translation>
        </message>
        <message>
            <location filename="../../engine_core/consent.py" />
            <source>What was allowed for this model cannot be withdrawn</source>
            <translation>无法撤回此模型的许可</translation>
        </message>
        <message>
            <location filename="../../engine_core/consent.py" />
            <source>Delete the file {path} yourself</source>
            <translation>请自行删除文件 {path}</translation>
        </message>
        <message>
            <location filename="../../engine_core/consent.py" />
            <source>The plugin library {name} cannot be read</source>
            <translation>无法读取插件库 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/consent.py" />
            <source>Choose the library again</source>
            <translation>请重新选择插件库</translation>
        </message>
        <message>
            <location filename="../../engine_core/consent.py" />
            <source>What you allowed for this model cannot be kept</source>
            <translation>无法保存您对此模型的许可</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/anchor_heads.py" />
            <source>{trainer} heads</source>
            <translation>{trainer} 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/anchor_heads.py" />
            <source>three heads (1, 3, h, w, 5 + classes), e.g. 1×3×80×80×85 at stride 8</source>
            <translation>三个检测头 (1, 3, h, w, 5 + 类别数)，例如步长 8 时为 1×3×80×80×85</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/anchor_heads.py" />
            <source>{count} heads of {classes} classes for 3 anchors</source>
            <translation>{count} 个检测头，{classes} 个类别，3 个锚框</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/anchors.py" />
            <source>boxes agree with each other and with the edge of the picture only by the anchors of {title}</source>
            <translation>只有采用 {title} 的锚框，各框才能彼此吻合并与图片边缘吻合</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>YOLO-NAS without its NMS</source>
            <translation>不含 NMS 的 YOLO-NAS</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>boxes (1, cells, 4) and scores (1, cells, classes), e.g. 1×8400×4 and 1×8400×80</source>
            <translation>框 (1, 网格数, 4) 和分数 (1, 网格数, 类别数)，例如 1×8400×4 和 1×8400×80</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>YOLOv4 (pytorch-YOLOv4)</source>
            <translation>YOLOv4（pytorch-YOLOv4）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>PP-YOLOE without its NMS</source>
            <translation>不含 NMS 的 PP-YOLOE</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>PicoDet without its NMS</source>
            <translation>不含 NMS 的 PicoDet</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>DAMO-YOLO</source>
            <translation>DAMO-YOLO</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>scores lie outside 0 to 1, so a sigmoid is applied</source>
            <translation>分数超出 0 到 1 的范围，因此应用 sigmoid</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>boxes are fractions of the input size</source>
            <translation>框以输入尺寸的比例表示</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>YOLO for DeepStream, three outputs</source>
            <translation>用于 DeepStream 的 YOLO，三个输出</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>{boxes} boxes in {name}, and {columns} scores for each in {scores}</source>
            <translation>{name} 中有 {boxes} 个框，{scores} 中有每个框的 {columns} 个分数</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>boxes, their best score and its class for {count} places</source>
            <translation>{count} 个位置的框、最高分数及其类别</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/box_score_pairs.py" />
            <source>Each object is proposed once, so there is nothing to remove.</source>
            <translation>每个目标只给出一次，因此没有需要去除的框。</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>scores do not add up to one, so a softmax is applied</source>
            <translation>分数之和不为 1，因此应用 softmax</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>one output (1, classes), and metadata or the option --task classify</source>
            <translation>一个输出 (1, 类别数)，并有元数据或选项 --task classify</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>Classifier</source>
            <translation>分类模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>one output {shape}: a score for each class</source>
            <translation>一个输出 {shape}：每个类别一个分数</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/classify.py" />
            <source>A classifier answers for the whole picture.</source>
            <translation>分类模型针对整张图片给出结果。</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/columns.py" />
            <source>{count} mask coefficients for the prototypes in {name}</source>
            <translation>{count} 个掩码系数，对应 {name} 中的原型</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/columns.py" />
            <source>{count} keypoints by the metadata</source>
            <translation>元数据表明有 {count} 个关键点</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/columns.py" />
            <source>the last column is the angle of the box</source>
            <translation>最后一列是框的角度</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/columns.py" />
            <source>as many columns as class names: {count}</source>
            <translation>列数与类别名称数相同：{count}</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/darknet_heads.py" />
            <source>{count} maps of {classes} classes for 3 anchors</source>
            <translation>{count} 个特征图，{classes} 个类别，3 个锚框</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/darknet_heads.py" />
            <source>anchors from the configuration beside the model</source>
            <translation>锚框来自模型旁的配置文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/darknet_heads.py" />
            <source>{trainer} maps</source>
            <translation>{trainer} 特征图</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/darknet_heads.py" />
            <source>two or three maps (1, 3 × (5 + classes), h, w), e.g. 1×255×19×19, 1×255×38×38 and 1×255×76×76</source>
            <translation>两个或三个特征图 (1, 3 × (5 + 类别数), h, w)，例如 1×255×19×19、1×255×38×38 和 1×255×76×76</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/deepstream.py" />
            <source>one output (1, cells, 6) of box, score and class, e.g. 1×8400×6</source>
            <translation>一个输出 (1, 网格数, 6)，含框、分数和类别，例如 1×8400×6</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/deepstream.py" />
            <source>DeepStream-Yolo export</source>
            <translation>DeepStream-Yolo 导出的模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/deepstream.py" />
            <source>one output {shape}: box, score and class for each cell</source>
            <translation>一个输出 {shape}：每个网格的框、分数和类别</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dense.py" />
            <source>{count} class columns and one that holds angles</source>
            <translation>{count} 个类别列，另有一列为角度</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dense.py" />
            <source>{count} keypoints behind the classes</source>
            <translation>类别之后有 {count} 个关键点</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detectnet.py" />
            <source>two maps of the same size, {classes} planes of coverage and {planes} of boxes</source>
            <translation>两个尺寸相同的特征图，{classes} 个覆盖度通道和 {planes} 个框通道</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detectnet.py" />
            <source>a coverage map (1, classes, h, w) and boxes (1, 4 × classes, h, w), e.g. 1×3×34×60 and 1×12×34×60</source>
            <translation>覆盖度图 (1, 类别数, h, w) 和框 (1, 4 × 类别数, h, w)，例如 1×3×34×60 和 1×12×34×60</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detectnet.py" />
            <source>DetectNet_v2 head (NVIDIA TAO)</source>
            <translation>DetectNet_v2 检测头（NVIDIA TAO）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detectnet.py" />
            <source>DetectNet head (Caffe)</source>
            <translation>DetectNet 检测头（Caffe）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>The model proposes each object once, so there is nothing to remove.</source>
            <translation>模型对每个目标只给出一次，因此没有需要去除的框。</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>labels, boxes and scores of {count} queries</source>
            <translation>{count} 个查询的标签、框和分数</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>labels, boxes and scores of each query, e.g. 1×300, 1×300×4 and 1×300; or boxes 1×300×4 and logits 1×300×classes</source>
            <translation>每个查询的标签、框和分数，例如 1×300、1×300×4 和 1×300；或框 1×300×4 和 logits 1×300×类别数</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>the input orig_target_sizes, as RT-DETR, D-FINE and DEIM have it</source>
            <translation>有输入 orig_target_sizes，与 RT-DETR、D-FINE 和 DEIM 相同</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>RT-DETR, D-FINE or DEIM</source>
            <translation>RT-DETR、D-FINE 或 DEIM</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>RT-DETR (Ultralytics)</source>
            <translation>RT-DETR（Ultralytics）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>RF-DETR</source>
            <translation>RF-DETR</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>{queries} queries: boxes in {boxes}, {columns} logits for each in {logits}</source>
            <translation>{queries} 个查询：框在 {boxes} 中，每个查询的 {columns} 个 logits 在 {logits} 中</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>one output {shape}: {queries} queries, 4 box values and {classes} scores for each</source>
            <translation>一个输出 {shape}：{queries} 个查询，各有 4 个框数值和 {classes} 个分数</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>one output {shape}: centre, size, score and class of the best queries</source>
            <translation>一个输出 {shape}：最佳查询的中心、宽高、分数和类别</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>DETR</source>
            <translation>DETR</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/detr.py" />
            <source>DETR, raw queries</source>
            <translation>DETR，原始查询</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw YOLOv8 head</source>
            <translation>YOLOv8 原始检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw PP-YOLOE head</source>
            <translation>PP-YOLOE 原始检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw YOLOv6 head</source>
            <translation>YOLOv6 原始检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw PicoDet head</source>
            <translation>PicoDet 原始检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw RTMDet head</source>
            <translation>RTMDet 原始检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>Raw YOLOv6 or YOLO26 head without bins</source>
            <translation>不含距离分布区间的 YOLOv6 或 YOLO26 原始检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>{levels} levels, each with {classes} scores and {channels} numbers for distances</source>
            <translation>{levels} 个层级，各有 {classes} 个分数和 {channels} 个距离数值</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/dfl_heads.py" />
            <source>for each stride {channels} numbers for distances and the scores, e.g. 1×{channels}×80×80 and 1×80×80×80 at stride 8</source>
            <translation>每个步长有 {channels} 个距离数值和各分数，例如步长 8 时为 1×{channels}×80×80 和 1×80×80×80</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/distance.py" />
            <source>the bins of each distance sum to one already</source>
            <translation>每个距离的分布区间之和已为 1</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/distance.py" />
            <source>distances are pixels</source>
            <translation>距离以像素为单位</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>{count}, {boxes}, {scores} and {classes}, as an NMS plugin gives them</source>
            <translation>{count}、{boxes}、{scores} 和 {classes}，与 NMS 插件的输出一致</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>a count, {kept} boxes, and a score and a class for each</source>
            <translation>一个数量、{kept} 个框，以及每个框的分数和类别</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>RetinaNet (NVIDIA ODTK)</source>
            <translation>RetinaNet（NVIDIA ODTK）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>a count 1×1, boxes 1×100×4, scores 1×100 and classes 1×100, e.g. num_dets, det_boxes, det_scores, det_classes</source>
            <translation>数量 1×1、框 1×100×4、分数 1×100 和类别 1×100，例如 num_dets、det_boxes、det_scores、det_classes</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>YOLO with EfficientNMS</source>
            <translation>带 EfficientNMS 的 YOLO</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>YOLO with an NMS plugin</source>
            <translation>带 NMS 插件的 YOLO</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>boxes, scores and classes as floats, and no count</source>
            <translation>框、分数和类别均为浮点数，没有数量</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>TAO YOLOv3 or YOLOv4</source>
            <translation>TAO YOLOv3 或 YOLOv4</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/efficient_nms.py" />
            <source>YOLO with BatchedNMS</source>
            <translation>带 BatchedNMS 的 YOLO</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>End-to-end detection head (YOLOv10, YOLO26 or suppression inside)</source>
            <translation>端到端检测头（YOLOv10、YOLO26 或内置重叠抑制）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>End-to-end segmentation head (YOLO26 or suppression inside)</source>
            <translation>端到端分割头（YOLO26 或内置重叠抑制）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>End-to-end pose head (YOLO26 or suppression inside)</source>
            <translation>端到端姿态头（YOLO26 或内置重叠抑制）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>End-to-end rotated box head (YOLO26 or suppression inside)</source>
            <translation>端到端旋转框检测头（YOLO26 或内置重叠抑制）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>one output (1, rows, 6) of box, score and class, e.g. 1×300×6</source>
            <translation>一个输出 (1, 行数, 6)，含框、分数和类别，例如 1×300×6</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>rows are {order}</source>
            <translation>每行依次为 {order}</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>the metadata says that the head is end-to-end</source>
            <translation>元数据表明检测头是端到端的</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>one output {shape}: a row for each finished box</source>
            <translation>一个输出 {shape}：每个最终框一行</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/end2end.py" />
            <source>The model gives finished boxes: it chose among overlapping ones itself.</source>
            <translation>模型直接给出最终框：它已自行在重叠的框中作了取舍。</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/fastestdet.py" />
            <source>the classes of each cell sum to one</source>
            <translation>每个网格的各类别之和为 1</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/fastestdet.py" />
            <source>one output (1, 5 + classes, h / 16, w / 16), e.g. 1×85×22×22</source>
            <translation>一个输出 (1, 5 + 类别数, h / 16, w / 16)，例如 1×85×22×22</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/fastestdet.py" />
            <source>FastestDet head</source>
            <translation>FastestDet 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/fastestdet.py" />
            <source>one map at stride 16 with {count} planes</source>
            <translation>一个步长 16 的特征图，有 {count} 个通道</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/finished.py" />
            <source>The model removes overlapping boxes itself; its thresholds are part of the file and cannot be changed here.</source>
            <translation>模型自行去除重叠的框；其阈值是文件的一部分，无法在这里更改。</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/finished.py" />
            <source>the numbers of a box are {layout}</source>
            <translation>框的数值为 {layout}</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/finished.py" />
            <source>classes are counted from zero</source>
            <translation>类别从 0 开始计数</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/mmdeploy.py" />
            <source>dets 1×100×5 of box and score, and labels 1×100</source>
            <translation>dets 1×100×5（框和分数）和 labels 1×100</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/mmdeploy.py" />
            <source>RTMDet (mmdeploy)</source>
            <translation>RTMDet（mmdeploy）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/mmdeploy.py" />
            <source>mmdet detector (mmdeploy)</source>
            <translation>mmdet 检测模型（mmdeploy）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/mmdeploy.py" />
            <source>boxes with their score in {dets}, whole labels in {labels}</source>
            <translation>框及其分数在 {dets} 中，整数标签在 {labels} 中</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>{levels} levels with scores and 4 × {bins} numbers for distances</source>
            <translation>{levels} 个层级，含分数和 4 × {bins} 个距离数值</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>{classes} columns hold probabilities, {rest} behind them do not</source>
            <translation>{classes} 列是概率，其后的 {rest} 列不是</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>one output (1, cells, classes + 32), e.g. 1×3598×112, or scores and distances of each stride apart</source>
            <translation>一个输出 (1, 网格数, 类别数 + 32)，例如 1×3598×112，或每个步长的分数与距离分开输出</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>NanoDet-Plus head</source>
            <translation>NanoDet-Plus 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nanodet.py" />
            <source>NanoDet head</source>
            <translation>NanoDet 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>rows 1×1×100×7 of picture, label, confidence and box, and their count, e.g. NMS, NMS_1</source>
            <translation>行 1×1×100×7（图片、标签、置信度和框）及行数，例如 NMS、NMS_1</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>TensorFlow SSD with NMS_TRT</source>
            <translation>带 NMS_TRT 的 TensorFlow SSD</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>rows of seven in {rows} and their count in {count}</source>
            <translation>每行七个数值在 {rows} 中，行数在 {count} 中</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>TAO Faster R-CNN</source>
            <translation>TAO Faster R-CNN</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/nms_trt.py" />
            <source>TAO SSD, DSSD or RetinaNet</source>
            <translation>TAO SSD、DSSD 或 RetinaNet</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>rows of six in {rows}</source>
            <translation>每行六个数值在 {rows} 中</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>rows n×6 of class, score and box, and their count, e.g. multiclass_nms3_0</source>
            <translation>行 n×6（类别、分数和框）及行数，例如 multiclass_nms3_0</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>the input {names}, as PaddleDetection has it</source>
            <translation>有输入 {names}，与 PaddleDetection 相同</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>PicoDet</source>
            <translation>PicoDet</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/paddle.py" />
            <source>PP-YOLOE+, RT-DETR (PaddleDetection)</source>
            <translation>PP-YOLOE+、RT-DETR（PaddleDetection）</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/plugin_rows.py" />
            <source>rows hold whole class ids, and scores between 0 and 1</source>
            <translation>每行含整数类别编号，分数在 0 到 1 之间</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/queries.py" />
            <source>most queries choose the last class: it stands for “no object”</source>
            <translation>多数查询选择最后一个类别：它表示“无目标”</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/queries.py" />
            <source>scores are logits of a sigmoid</source>
            <translation>分数是 sigmoid 之前的 logits</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>background and face do not sum to one, so a softmax is applied</source>
            <translation>背景与人脸之和不为 1，因此应用 softmax</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>a box, two scores and five points for each prior, e.g. 16800×4, ×2 and ×10</source>
            <translation>每个先验框有一个框、两个分数和五个点，例如 16800×4、×2 和 ×10</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>background and face sum to one</source>
            <translation>背景与人脸之和为 1</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>RetinaFace head</source>
            <translation>RetinaFace 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/retinaface.py" />
            <source>a box, two scores and five points for each of {count} priors</source>
            <translation>{count} 个先验框，各有一个框、两个分数和五个点</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/scrfd.py" />
            <source>for each stride a score, four distances and maybe five points, e.g. 12800×1, 12800×4 and 12800×10 at stride 8</source>
            <translation>每个步长有一个分数、四个距离，可能还有五个点，例如步长 8 时为 12800×1、12800×4 和 12800×10</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/scrfd.py" />
            <source>SCRFD face head</source>
            <translation>SCRFD 人脸检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/scrfd.py" />
            <source>{levels} levels with a score and four distances, {count} for each cell</source>
            <translation>{levels} 个层级，含一个分数和四个距离，每个网格 {count} 组</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>as many boxes as UltraFace has for this input size</source>
            <translation>框数与 UltraFace 在此输入尺寸下的框数相同</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>scores (1, boxes, 1 + classes) and boxes (1, boxes, 4), e.g. 1×3000×21 and 1×3000×4</source>
            <translation>分数 (1, 框数, 1 + 类别数) 和框 (1, 框数, 4)，例如 1×3000×21 和 1×3000×4</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>the scores of each box add up to one, as a softmax makes them</source>
            <translation>每个框的各分数之和为 1，与 softmax 的结果一致</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>scores lie outside 0 to 1, so a softmax is applied</source>
            <translation>分数超出 0 到 1 的范围，因此应用 softmax</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>UltraFace</source>
            <translation>UltraFace</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/ssd.py" />
            <source>SSD</source>
            <translation>SSD</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/tf_postprocess.py" />
            <source>detection_boxes 1×100×4 with y first, detection_classes, detection_scores 1×100 and num_detections; or the four outputs of TFLite_Detection_PostProcess</source>
            <translation>detection_boxes 1×100×4（y 在前）、detection_classes、detection_scores 1×100 和 num_detections；或 TFLite_Detection_PostProcess 的四个输出</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/tf_postprocess.py" />
            <source>TensorFlow detection graph</source>
            <translation>TensorFlow 检测图</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/tf_postprocess.py" />
            <source>boxes with y first in {boxes}, {scores} and {classes}, as TensorFlow gives them</source>
            <translation>{boxes} 中为 y 在前的框，另有 {scores} 和 {classes}，与 TensorFlow 的输出一致</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/torchvision.py" />
            <source>boxes n×4, whole labels n and scores n, one row for each object</source>
            <translation>框 n×4、整数标签 n 和分数 n，每个目标一行</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/torchvision.py" />
            <source>Faster R-CNN of the ONNX model zoo</source>
            <translation>ONNX Model Zoo 的 Faster R-CNN</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/torchvision.py" />
            <source>torchvision detector</source>
            <translation>torchvision 检测模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/torchvision.py" />
            <source>one row per object in {boxes}, {labels} and {scores}</source>
            <translation>每个目标在 {boxes}、{labels} 和 {scores} 中各占一行</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolo_layer.py" />
            <source>one output with 7 numbers for each anchor, e.g. detections 1×74529 for 416×416</source>
            <translation>一个输出，每个锚框有 7 个数值，例如 416×416 时为 detections 1×74529</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolo_layer.py" />
            <source>Darknet YOLO with the yolo_layer plugin</source>
            <translation>带 yolo_layer 插件的 Darknet YOLO</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolo_layer.py" />
            <source>seven numbers for each of {boxes} anchors</source>
            <translation>{boxes} 个锚框，各有七个数值</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov5.py" />
            <source>one output (1, 3 × cells, 5 + classes), e.g. 1×25200×85</source>
            <translation>一个输出 (1, 3 × 网格数, 5 + 类别数)，例如 1×25200×85</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov5.py" />
            <source>YOLOv5 or YOLOv7 head</source>
            <translation>YOLOv5 或 YOLOv7 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov5.py" />
            <source>one output {shape}: box, objectness and {rest} more for each of 3 anchors in every cell</source>
            <translation>一个输出 {shape}：每个网格的 3 个锚框，各有框、目标置信度和另外 {rest} 个数值</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov6.py" />
            <source>the objectness column is one everywhere</source>
            <translation>目标置信度列全部为 1</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov6.py" />
            <source>one output (1, cells, 5 + classes) whose fifth column is one, e.g. 1×8400×85</source>
            <translation>一个输出 (1, 网格数, 5 + 类别数)，第五列为 1，例如 1×8400×85</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov6.py" />
            <source>YOLOv6 head</source>
            <translation>YOLOv6 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov6.py" />
            <source>one output {shape}: a row for each cell</source>
            <translation>一个输出 {shape}：每个网格一行</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>YOLOv8 detection head</source>
            <translation>YOLOv8 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>YOLOv8 segmentation head</source>
            <translation>YOLOv8 分割头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>YOLOv8 pose head</source>
            <translation>YOLOv8 姿态头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>YOLOv8 rotated box head</source>
            <translation>YOLOv8 旋转框检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>one output {shape}: 4 box values and {rest} more for each of {boxes} cells</source>
            <translation>一个输出 {shape}：{boxes} 个网格，各有 4 个框数值和另外 {rest} 个数值</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolov8.py" />
            <source>one output (1, 4 + classes, cells), e.g. 1×84×8400; segmentation adds 1×32×160×160</source>
            <translation>一个输出 (1, 4 + 类别数, 网格数)，例如 1×84×8400；分割模型另有 1×32×160×160</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolox.py" />
            <source>the fifth column is an objectness</source>
            <translation>第五列是目标置信度</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolox.py" />
            <source>one output (1, cells, 5 + classes), e.g. 1×8400×85 or 1×3549×85</source>
            <translation>一个输出 (1, 网格数, 5 + 类别数)，例如 1×8400×85 或 1×3549×85</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolox.py" />
            <source>boxes are still relative to their cells, so the grid is added</source>
            <translation>框仍是相对于各自网格的值，因此加上网格坐标</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yolox.py" />
            <source>YOLOX head</source>
            <translation>YOLOX 检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yunet.py" />
            <source>for each stride two scores, a box and five points, e.g. 6400×1 twice, 6400×4 and 6400×10</source>
            <translation>每个步长有两个分数、一个框和五个点，例如两个 6400×1，以及 6400×4 和 6400×10</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yunet.py" />
            <source>YuNet face head</source>
            <translation>YuNet 人脸检测头</translation>
        </message>
        <message>
            <location filename="../../engine_core/decoders/yunet.py" />
            <source>{count} levels with two scores, a box and five points</source>
            <translation>{count} 个层级，含两个分数、一个框和五个点</translation>
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>The model answered with other sizes than it promised</source>
            <translation>模型输出的尺寸与声明的不符</translation>
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>{output} came otherwise</source>
            <translation>声明的是 {output}，实际输出不同</translation>
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>Export the model again</source>
            <translation>请重新导出模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>{name} cannot be brought to the size of the model's input</source>
            <translation>无法将 {name} 调整到模型的输入尺寸</translation>
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>It has {width} × {height} pixels</source>
            <translation>它的大小为 {width} × {height} 像素</translation>
        </message>
        <message>
            <location filename="../../engine_core/detector.py" />
            <source>Make it smaller, or choose another geometry</source>
            <translation>请缩小图片，或选择其他缩放方式</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The highest score anywhere in this picture is {best}</source>
            <translation>这张图片中的最高分数为 {best}</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>No other way of feeding this picture finds more that holds up: there may be nothing in it that the model knows</source>
            <translation>换用其他预处理方式也没有得到更多可靠的结果：图中可能没有模型认识的目标</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>Every output holds one number only, again and again: the model computes nothing</source>
            <translation>每个输出都只是同一个数值的重复：模型没有进行有效计算</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>{count} of {total} boxes score {floor} or more, the highest {best}: so many at once come from values fed in the wrong range</source>
            <translation>{total} 个框中有 {count} 个分数不低于 {floor}，最高 {best}：一次出现这么多，说明输入数值的范围不对</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>{count} of the {total} best boxes lie outside the picture: their numbers mean something else than this decoder takes them for; try another decoder</source>
            <translation>{total} 个最佳框中有 {count} 个位于图片之外：这些数值的含义与此解码器的理解不同；请尝试其他解码器</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>{count} of the {total} best boxes are smaller than two pixels: they may be given as fractions where the decoder expects pixels; try another decoder</source>
            <translation>{total} 个最佳框中有 {count} 个小于两个像素：它们可能以比例给出，而解码器需要像素值；请尝试其他解码器</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The model has {classes} classes, but there are {names} names</source>
            <translation>模型有 {classes} 个类别，但名称有 {names} 个</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The engine was built in {precision}, which can lose everything; compare it with its ONNX file</source>
            <translation>引擎以 {precision} 精度构建，可能因此丢失全部结果；请与其 ONNX 文件对比</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>This model names the whole picture and gives no boxes</source>
            <translation>此模型只判断整张图片的类别，不给出框</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>This picture is nearly one even area: there may be nothing in it to find</source>
            <translation>这张图片几乎是均匀的一片：其中可能没有可检测的目标</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The model answers noise with the very same numbers: it does not see the picture</source>
            <translation>模型对噪声给出完全相同的数值：它并没有看到图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>{count} of {total} numbers in the output {output} are infinite or no numbers: the model overflows, as half precision does; build it with FP32 where it matters</source>
            <translation>输出 {output} 的 {total} 个数值中有 {count} 个是无穷大或非数值：模型发生溢出，半精度下会出现这种情况；请对关键部分使用 FP32 构建</translation>
        </message>
        <message>
            <location filename="../../engine_core/diagnose.py" />
            <source>The model gives no box at all, at any score</source>
            <translation>无论分数高低，模型都没有给出任何框</translation>
        </message>
        <message>
            <location filename="../../engine_core/drift.py" />
            <source>largest score difference {score}, largest box shift {shift} px</source>
            <translation>最大分数差 {score}，最大框偏移 {shift} px</translation>
        </message>
        <message>
            <location filename="../../engine_core/drift.py" />
            <source>The same detections on {same} of {count} pictures; {lone} differ, {crossing} of them only by a score on the other side of the threshold; {measured}</source>
            <translation>{count} 张图片中有 {same} 张检测结果相同；{lone} 个不同，其中 {crossing} 个只是分数落在阈值另一侧；{measured}</translation>
        </message>
        <message>
            <location filename="../../engine_core/drift.py" />
            <source>No picture was compared</source>
            <translation>没有比较任何图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/drift.py" />
            <source>Neither shows anything on any of the pictures</source>
            <translation>所有图片上两者都没有检测结果</translation>
        </message>
        <message>
            <location filename="../../engine_core/drift.py" />
            <source>{measured}, largest keypoint shift {shift} px</source>
            <translation>{measured}，关键点最大偏移 {shift} px</translation>
        </message>
        <message>
            <location filename="../../engine_core/drift.py" />
            <source>{measured}, smallest mask overlap {overlap}</source>
            <translation>{measured}，掩膜最小重叠 {overlap}</translation>
        </message>
        <message>
            <location filename="../../engine_core/drift.py" />
            <source>The same detections on {same} of {count} pictures; {measured}</source>
            <translation>{count} 张图片中有 {same} 张检测结果相同；{measured}</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Annotated pictures</source>
            <translation>标注图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>images/: each picture with its detections drawn on it</source>
            <translation>images/：每张图片，绘有其检测结果</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Annotated video</source>
            <translation>标注视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>videos/: each video with its detections drawn on it, same timing, with its sound</source>
            <translation>videos/：每个视频，绘有其检测结果，时间不变并保留声音</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Annotated video frames</source>
            <translation>标注视频帧</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>images/&lt;video&gt;/: every frame of each video as an annotated picture</source>
            <translation>images/&lt;视频&gt;/：每个视频的每一帧，保存为标注图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>YOLO labels</source>
            <translation>YOLO 标注</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>labels/: one text file per picture or frame; classes.txt, data.yaml</source>
            <translation>labels/：每张图片或每帧一个文本文件；另有 classes.txt、data.yaml</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>YOLO labels with confidence</source>
            <translation>带置信度的 YOLO 标注</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>labels/: as yolo, with the confidence at the end of each row</source>
            <translation>labels/：与 yolo 相同，每行末尾附置信度</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>COCO JSON</source>
            <translation>COCO JSON</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>coco.json: everything in one file, with scores</source>
            <translation>coco.json：全部内容在一个文件中，含分数</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Pascal VOC</source>
            <translation>Pascal VOC</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Annotations/: one XML file per picture or frame</source>
            <translation>Annotations/：每张图片或每帧一个 XML 文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Table (CSV)</source>
            <translation>表格（CSV）</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>detections.csv: one row per detection, for Excel and scripts</source>
            <translation>detections.csv：每个检测结果一行，用于 Excel 和脚本</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>JSON Lines</source>
            <translation>JSON Lines</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>detections.jsonl: one record per picture or frame, for programs</source>
            <translation>detections.jsonl：每张图片或每帧一条记录，供程序使用</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>LabelMe</source>
            <translation>LabelMe</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>labelme/: one file per picture or frame, to correct by hand</source>
            <translation>labelme/：每张图片或每帧一个文件，供手动修正</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Crops</source>
            <translation>裁剪图</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>crops/&lt;class&gt;/: every detection cut out as a picture</source>
            <translation>crops/&lt;类别&gt;/：每个检测结果裁剪为一张图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Did you mean {nearest}? Known are: {known}.</source>
            <translation>是否想输入 {nearest}？可用的有：{known}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Known are: {known}.</source>
            <translation>可用的有：{known}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>yolo and yolo-conf cannot be written in one run</source>
            <translation>yolo 和 yolo-conf 不能在同一次运行中导出</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>There is no video codec {key}</source>
            <translation>没有视频编码 {key}</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>There is no picture format {key}</source>
            <translation>没有图片格式 {key}</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>There is no export format {key}</source>
            <translation>没有导出格式 {key}</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Both write the same label files.</source>
            <translation>两者写入相同的标注文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/__init__.py" />
            <source>Choose one: yolo to train with, yolo-conf to evaluate with.</source>
            <translation>请选择其一：yolo 用于训练，yolo-conf 用于评估。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>There is no space left on the disk.</source>
            <translation>磁盘空间已满。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Free some space or choose another output folder, then run again.</source>
            <translation>请释放一些空间或选择其他输出文件夹，然后重新运行。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Writing there is not allowed, or another program has the file open.</source>
            <translation>没有写入权限，或文件正被其他程序打开。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Close programs that show the file, or choose another output folder.</source>
            <translation>请关闭正在显示该文件的程序，或选择其他输出文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Something in this path is a file where a folder is needed.</source>
            <translation>此路径中应为文件夹的位置是一个文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Choose another output folder.</source>
            <translation>请选择其他输出文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>It is the source itself, which would be lost.</source>
            <translation>它就是图像来源本身，写入会将其覆盖。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Choose an output folder outside the folder of the sources.</source>
            <translation>请选择图像来源所在文件夹之外的输出文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>There is a folder of that name already.</source>
            <translation>已有同名的文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Remove the folder or choose another output folder.</source>
            <translation>请移走该文件夹，或选择其他输出文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>The path is too long for this file system.</source>
            <translation>路径过长，超出此文件系统的限制。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Choose an output folder with a shorter path, or shorten the source's name.</source>
            <translation>请选择路径更短的输出文件夹，或缩短图像来源的名称。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>The file would be larger than this file system allows.</source>
            <translation>文件大小将超出此文件系统的限制。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Choose an output folder on another disk.</source>
            <translation>请选择其他磁盘上的输出文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/files.py" />
            <source>Check that the output folder can be reached, or choose another one.</source>
            <translation>请检查输出文件夹是否可以访问，或选择其他文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/folder.py" />
            <source>{folder} is in use</source>
            <translation>{folder} 正在使用中</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/folder.py" />
            <source>Another run is writing its results there.</source>
            <translation>另一次运行正在向其中写入结果。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/folder.py" />
            <source>Wait for its end, or choose another --out.</source>
            <translation>请等待其结束，或选择其他 --out。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>another model</source>
            <translation>不同的模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>another recipe</source>
            <translation>不同的处理配方</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>other thresholds</source>
            <translation>不同的阈值</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>another limit of frames</source>
            <translation>不同的帧数上限</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>another style of drawing</source>
            <translation>不同的绘制样式</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>settings that cannot be read</source>
            <translation>无法读取的设置</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>{one}, {more}</source>
            <translation>{one}, {more}</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/manifest.py" />
            <source>other settings</source>
            <translation>不同的设置</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/pictures.py" />
            <source>A {format} picture can be at most {limit} pixels wide or high; this one has {width}×{height}.</source>
            <translation>{format} 图片的宽和高最多为 {limit} 像素；这张为 {width}×{height}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/pictures.py" />
            <source>Choose png as the format of pictures.</source>
            <translation>请选择 png 作为图片格式。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/sound.py" />
            <source>The sound of {name} was left out: {container} files do not hold {codec}.</source>
            <translation>{name} 的声音已略去：{container} 文件不支持 {codec}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/sound.py" />
            <source>The sound of {name} could not be read to its end.</source>
            <translation>{name} 的声音未能完整读取。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/video.py" />
            <source>The video of {name} cannot be written</source>
            <translation>无法写入 {name} 的视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/video.py" />
            <source>Videos were written as {suffix} files: no encoder for {codec} works here.</source>
            <translation>视频已写为 {suffix} 文件：本机没有可用的 {codec} 编码器。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/video.py" />
            <source>No encoder for {codec} works here for {width}×{height} pixels.</source>
            <translation>本机没有可用于 {width}×{height} 像素的 {codec} 编码器。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/video.py" />
            <source>Choose another video codec.</source>
            <translation>请选择其他视频编码。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/voc.py" />
            <source>The annotations in {path} cannot be read</source>
            <translation>无法读取 {path} 中的标注</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/voc.py" />
            <source>Check that this is a Pascal VOC file and that its classes are the model's.</source>
            <translation>请检查它是否为 Pascal VOC 文件，以及其中的类别是否与模型一致。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/yolo.py" />
            <source>The labels in {path} cannot be read</source>
            <translation>无法读取 {path} 中的标注</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/yolo.py" />
            <source>The file is missing or its rows are not YOLO {form}.</source>
            <translation>文件缺失，或其中的行不是 YOLO {form} 格式。</translation>
        </message>
        <message>
            <location filename="../../engine_core/exporters/yolo.py" />
            <source>Check that the file belongs to this kind of model.</source>
            <translation>请检查该文件是否属于这类模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Export it to ONNX where it was trained (with Ultralytics: yolo export model={name} format=onnx) and open the .onnx file.</source>
            <translation>请在训练环境中将其导出为 ONNX（Ultralytics 用户：yolo export model={name} format=onnx），然后打开 .onnx 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Open the ONNX file that it was made from, or export the trained network to ONNX and open that.</source>
            <translation>请打开生成它的 ONNX 文件，或将训练好的网络导出为 ONNX 后打开。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Unpack it first, then choose the model inside.</source>
            <translation>请先解压，再选择其中的模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Choose an .onnx or .engine file as the model, and open this file as what is to be looked at.</source>
            <translation>请选择 .onnx 或 .engine 文件作为模型，并将此文件作为图像来源打开。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Choose the .onnx or .engine file of the model.</source>
            <translation>请选择模型的 .onnx 或 .engine 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Download the file itself again, and look at its size before opening it.</source>
            <translation>请重新下载文件本身，并在打开前检查文件大小。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a Python pickle, as PyTorch and scikit-learn save models. A pickle can run any program when it is opened, so it was not opened.</source>
            <translation>这是 Python pickle 文件，PyTorch 和 scikit-learn 以此保存模型。打开 pickle 时可能运行任意程序，因此没有打开。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a PyTorch checkpoint (.pt or .pth).</source>
            <translation>这是 PyTorch 检查点（.pt 或 .pth）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a program saved by PyTorch (TorchScript or Torch-TensorRT).</source>
            <translation>这是 PyTorch 保存的程序（TorchScript 或 Torch-TensorRT）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>By its name it is an encrypted model of NVIDIA TAO, or its weights.</source>
            <translation>从文件名看，这是 NVIDIA TAO 的加密模型或其权重。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert it with tao-converter and its key, or export it from TAO as ONNX, and open that.</source>
            <translation>请使用 tao-converter 及其密钥转换，或从 TAO 导出为 ONNX 后打开。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>By its name it is an ONNX model, but its first bytes are not those of one.</source>
            <translation>从文件名看，这是 ONNX 模型，但文件开头的字节与 ONNX 不符。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Download or export it again; this copy is damaged, encrypted or something else.</source>
            <translation>请重新下载或导出；此副本已损坏、已加密，或是其他内容。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>By its name it is a TensorRT engine, but its first bytes are not those of one: it is damaged, encrypted, or made by another product such as TensorRT for RTX.</source>
            <translation>从名称看它是 TensorRT 引擎，但文件开头的字节不符：可能已损坏、被加密，或由 TensorRT for RTX 等其他产品生成。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Build it again with TensorRT, or open the ONNX file that it was made from.</source>
            <translation>请用 TensorRT 重新构建，或打开生成它的 ONNX 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to a PaddlePaddle model.</source>
            <translation>它属于 PaddlePaddle 模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert the model with paddle2onnx and open the .onnx file.</source>
            <translation>请用 paddle2onnx 转换模型，然后打开 .onnx 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a TensorFlow graph (SavedModel or frozen .pb).</source>
            <translation>这是 TensorFlow 计算图（SavedModel 或冻结的 .pb）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert it with tf2onnx (python -m tf2onnx.convert) and open the .onnx file.</source>
            <translation>请用 tf2onnx（python -m tf2onnx.convert）转换，然后打开 .onnx 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to an ncnn model (.param and .bin).</source>
            <translation>它属于 ncnn 模型（.param 和 .bin）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to an OpenVINO model (.xml and .bin).</source>
            <translation>它属于 OpenVINO 模型（.xml 和 .bin）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to a Darknet network (.cfg and .weights).</source>
            <translation>它属于 Darknet 网络（.cfg 和 .weights）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert the network to ONNX and open the .onnx file.</source>
            <translation>请将网络转换为 ONNX，然后打开 .onnx 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It belongs to a Caffe network.</source>
            <translation>它属于 Caffe 网络。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a Core ML model.</source>
            <translation>这是 Core ML 模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>By its name it holds the weights of a model that is described in another file.</source>
            <translation>从名称看，它只存放权重，模型本身由另一个文件描述。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is an HDF5 file, as Keras and TAO save models.</source>
            <translation>这是 HDF5 文件，Keras 和 TAO 用它保存模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert it with tf2onnx, or export it as ONNX from TAO, and open the .onnx file.</source>
            <translation>请用 tf2onnx 转换，或从 TAO 导出为 ONNX，然后打开 .onnx 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a TensorFlow Lite model.</source>
            <translation>这是 TensorFlow Lite 模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Convert it with tf2onnx (--tflite) or export the network to ONNX, and open that.</source>
            <translation>请用 tf2onnx（--tflite）转换，或将网络导出为 ONNX，然后打开转换后的文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a model in ONNX Runtime's own .ort format, which says too little about itself.</source>
            <translation>这是 ONNX Runtime 专有的 .ort 格式模型，其中自带的模型信息太少。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Open the .onnx file that it was made from.</source>
            <translation>请打开生成它的 .onnx 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a Git LFS pointer: the name of a large file that was not downloaded.</source>
            <translation>这是 Git LFS 指针：只记录了大文件的名称，文件本身没有下载。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Run git lfs pull in its folder, or download the file from its page.</source>
            <translation>请在其所在文件夹运行 git lfs pull，或从其网页下载该文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a web page, saved in place of the file that was to be downloaded.</source>
            <translation>这是一个网页，被误当作要下载的文件保存了下来。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a safetensors file: weights without the network.</source>
            <translation>这是 safetensors 文件：只有权重，没有网络结构。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is an archive or a compressed file.</source>
            <translation>这是归档或压缩文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a picture.</source>
            <translation>这是图片。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a video.</source>
            <translation>这是视频。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a sound file.</source>
            <translation>这是音频文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a program or a library.</source>
            <translation>这是程序或库文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is text.</source>
            <translation>这是文本。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a zip archive.</source>
            <translation>这是 zip 压缩包。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a folder, not a file.</source>
            <translation>这是文件夹，不是文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is an MNN model.</source>
            <translation>这是 MNN 模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It holds the weights of Caffe.</source>
            <translation>它存放的是 Caffe 的权重。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a UFF model of an old TensorRT.</source>
            <translation>这是旧版 TensorRT 的 UFF 模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a language model (GGUF).</source>
            <translation>这是语言模型（GGUF）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a model for Rockchip processors.</source>
            <translation>这是用于瑞芯微（Rockchip）处理器的模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a model for Ascend processors.</source>
            <translation>这是用于昇腾（Ascend）处理器的模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a PDF document.</source>
            <translation>这是 PDF 文档。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a NumPy array.</source>
            <translation>这是 NumPy 数组。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is an SQLite database.</source>
            <translation>这是 SQLite 数据库。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a Windows shortcut.</source>
            <translation>这是 Windows 快捷方式。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a calibration table of TensorRT, not an engine.</source>
            <translation>这是 TensorRT 的校准表，不是引擎。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Open the engine, or the ONNX file, that belongs to it.</source>
            <translation>请打开与它对应的引擎或 ONNX 文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is JSON text.</source>
            <translation>这是 JSON 文本。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is XML text.</source>
            <translation>这是 XML 文本。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a NumPy archive (.npz).</source>
            <translation>这是 NumPy 归档（.npz）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a zip archive with a model inside ({member}).</source>
            <translation>这是 zip 压缩包，里面有模型（{member}）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>Choose the model in it, for example {member}.</source>
            <translation>请选择其中的模型，例如 {member}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is the folder of a TensorFlow SavedModel.</source>
            <translation>这是 TensorFlow SavedModel 的文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is the folder of an OpenVINO model.</source>
            <translation>这是 OpenVINO 模型的文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is the folder of an ncnn model.</source>
            <translation>这是 ncnn 模型的文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is the folder of a PaddlePaddle model.</source>
            <translation>这是 PaddlePaddle 模型的文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/filekinds.py" />
            <source>It is a zip archive that is damaged or cut off.</source>
            <translation>这是已损坏或不完整的 zip 压缩包。</translation>
        </message>
        <message>
            <location filename="../../engine_core/hints.py" />
            <source>{file}</source>
            <translation>{file}</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>Its inputs are {inputs}, and a picture has four axes, one of them of 1 or 3 channels</source>
            <translation>它的输入是 {inputs}，而图片输入应有四个轴，其中一个为 1 或 3 通道</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>It may be a part of a detector (suppression, a tracker, a text encoder): open the detector itself</source>
            <translation>它可能只是检测器的一部分（重叠抑制、跟踪器、文本编码器）：请打开检测器本身</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>The input of this model is too large</source>
            <translation>该模型的输入过大</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>One input of {shape} takes {size} GiB</source>
            <translation>一个形状为 {shape} 的输入要占用 {size} GiB</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>Export the model for a smaller picture or a smaller batch</source>
            <translation>请按更小的图片尺寸或更小的批次导出模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>The input size of this model is fixed</source>
            <translation>该模型的输入尺寸是固定的</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>It takes {have} and not {want}</source>
            <translation>它只接受 {have}，不接受 {want}</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>Leave the size out, or export the model for {want}</source>
            <translation>请不要指定尺寸，或按 {want} 导出模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>This model is no detector: it takes no picture</source>
            <translation>该模型不是检测器：它不接受图片输入</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>This model takes {count} pictures at once</source>
            <translation>该模型一次需要 {count} 张图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>This model wants an input called {name}</source>
            <translation>该模型需要名为 {name} 的输入</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>It is not the picture, and EngineScope does not know what to feed there: {inputs}</source>
            <translation>它不是图片输入，EngineScope 不知道该输入什么：{inputs}</translation>
        </message>
        <message>
            <location filename="../../engine_core/inputs.py" />
            <source>Export the detector without it, or with a fixed value inside</source>
            <translation>请在导出检测器时去掉该输入，或在模型内部将其设为固定值</translation>
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>{folder} holds the results of another run</source>
            <translation>{folder} 中已有另一次运行的结果</translation>
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>{folder} holds files that are none of a run</source>
            <translation>{folder} 中有不属于任何一次运行的文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>They were made with {difference}.</source>
            <translation>生成这些结果时使用的是：{difference}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>Choose another --out, or say --overwrite to replace them.</source>
            <translation>请用 --out 指定其他位置，或用 --overwrite 替换它们。</translation>
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>Results could replace {path} and others.</source>
            <translation>运行结果可能会替换 {path} 等文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/journal.py" />
            <source>Choose another --out, or say --overwrite to allow that.</source>
            <translation>请用 --out 指定其他位置，或用 --overwrite 允许替换。</translation>
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>Write one class name per line, in the order of the class ids, into a text file.</source>
            <translation>请在文本文件中每行写一个类别名称，按类别编号排列。</translation>
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>It is larger than any list of class names.</source>
            <translation>它比任何类别名称列表都大。</translation>
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>It is no text.</source>
            <translation>它不是文本。</translation>
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>There are no class names in it.</source>
            <translation>其中没有类别名称。</translation>
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>There is no such file.</source>
            <translation>没有这个文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/labelfiles.py" />
            <source>No class names can be found in it.</source>
            <translation>在其中找不到类别名称。</translation>
        </message>
        <message>
            <location filename="../../engine_core/metadata.py" />
            <source>the file's header</source>
            <translation>文件头</translation>
        </message>
        <message>
            <location filename="../../engine_core/metadata.py" />
            <source>The field “{field}” in {origin} makes no sense and is not used: {value}</source>
            <translation>{origin} 中的字段“{field}”无效，未采用：{value}</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>{name} cannot be opened as a model</source>
            <translation>{name} 不能作为模型打开</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>It is a device or a pipe, not a file.</source>
            <translation>它是设备或管道，不是文件。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>{name} is empty</source>
            <translation>{name} 是空文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>It holds no bytes: its download, copy or export did not finish.</source>
            <translation>它不含任何数据：下载、复制或导出没有完成。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Download, copy or export it again.</source>
            <translation>请重新下载、复制或导出。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>{name} is only the beginning of a TensorRT engine</source>
            <translation>{name} 只是 TensorRT 引擎的开头部分</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Copy or download it again, or build it again from its ONNX file.</source>
            <translation>请重新复制或下载，或从其 ONNX 文件重新构建。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Its contents are neither an ONNX model nor a TensorRT engine; they may be encrypted, damaged, or made for another program.</source>
            <translation>它的内容既不是 ONNX 模型，也不是 TensorRT 引擎；可能已加密、已损坏，或是供其他程序使用的。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Open the ONNX file that it was made from, or export it again.</source>
            <translation>请打开生成它的 ONNX 文件，或重新导出。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Ask its owner for permission to read it, or copy it.</source>
            <translation>请向文件所有者申请读取权限，或复制一份。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>There is no file {path}</source>
            <translation>文件 {path} 不存在</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>Look at its name and folder; it may have been moved or renamed.</source>
            <translation>请检查文件名和文件夹；文件可能已被移动或重命名。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>It holds {size} bytes of the engine and {needed} are needed.</source>
            <translation>引擎数据只有 {size} 字节，而需要 {needed} 字节。</translation>
        </message>
        <message>
            <location filename="../../engine_core/modelfile.py" />
            <source>There is next to nothing behind its header.</source>
            <translation>文件头之后几乎没有内容。</translation>
        </message>
        <message>
            <location filename="../../engine_core/monitor/card.py" />
            <source>Slowed down by its power limit</source>
            <translation>因功耗限制而降速</translation>
        </message>
        <message>
            <location filename="../../engine_core/monitor/card.py" />
            <source>Slowed down because it is hot</source>
            <translation>因温度过高而降速</translation>
        </message>
        <message>
            <location filename="../../engine_core/monitor/card.py" />
            <source>Slowed down because the power supply cannot keep up</source>
            <translation>因供电不足而降速</translation>
        </message>
        <message>
            <location filename="../../engine_core/monitor/card.py" />
            <source>Slowed down by the hardware</source>
            <translation>被硬件降速</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Download or export it again; compare its size with the one that its page or exporter gives.</source>
            <translation>请重新下载或导出，并与下载页面或导出工具给出的大小核对。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It begins as one, but what follows is not what it should be.</source>
            <translation>它的开头是 ONNX 模型，但后面的内容不对。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It has no network in it, or a network without outputs.</source>
            <translation>其中没有网络，或网络没有输出。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It does not say which set of operators it uses.</source>
            <translation>它没有说明使用的是哪个算子集。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>the ONNX metadata</source>
            <translation>ONNX 元数据</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} is a damaged or incomplete ONNX model</source>
            <translation>{name} 是已损坏或不完整的 ONNX 模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} wants to read a file outside its own folder</source>
            <translation>{name} 要读取其所在文件夹之外的文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It says that its weights are in “{file}”. A model may only read files that lie with it, so it was not opened.</source>
            <translation>它声明权重位于“{file}”。模型只能读取与它放在一起的文件，因此没有打开。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>If you trust its maker, export it again with its weights beside it.</source>
            <translation>如果信任模型的作者，请重新导出，并把权重放在模型旁边。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} is only the beginning of an ONNX model</source>
            <translation>{name} 只是 ONNX 模型的开头部分</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It holds {size} bytes and at least {missing} more should follow.</source>
            <translation>它有 {size} 字节，后面至少还缺 {missing} 字节。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} is too large for one ONNX file</source>
            <translation>{name} 太大，单个 ONNX 文件放不下</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>A single ONNX file cannot hold more than 2 GiB.</source>
            <translation>单个 ONNX 文件最大为 2 GiB。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Export it with its weights in a separate file (external data).</source>
            <translation>请将权重导出为单独的文件（外部数据）。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Its contents do not fit together.</source>
            <translation>其内容前后不一致。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>There is not enough memory for it.</source>
            <translation>内存不足，无法载入。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Close other programs, or use a machine with more memory.</source>
            <translation>请关闭其他程序，或换用内存更大的机器。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{name} lacks its weights</source>
            <translation>{name} 缺少权重</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>They are in a second file, {file}, which is not beside it.</source>
            <translation>权重在另一个文件 {file} 中，而该文件不在模型旁边。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Copy {file} into the folder of {name}.</source>
            <translation>请将 {file} 复制到 {name} 所在的文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>{file}, the weights of {name}, is cut off</source>
            <translation>{name} 的权重文件 {file} 不完整</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>It holds {size} bytes and {needed} are needed.</source>
            <translation>它有 {size} 字节，而需要 {needed} 字节。</translation>
        </message>
        <message>
            <location filename="../../engine_core/onnxfile.py" />
            <source>Copy or download {file} again.</source>
            <translation>请重新复制或下载 {file}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>This model cannot be fed grey pictures</source>
            <translation>该模型不能输入灰度图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>Its input has three channels</source>
            <translation>其输入有三个通道</translation>
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>Choose rgb or bgr</source>
            <translation>请选择 rgb 或 bgr</translation>
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>These preprocessing values make no sense</source>
            <translation>这些预处理参数值无效</translation>
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>The saved settings of this model cannot be read</source>
            <translation>无法读取该模型已保存的设置</translation>
        </message>
        <message>
            <location filename="../../engine_core/recipe.py" />
            <source>They are left out; set and save them again</source>
            <translation>已忽略这些设置；请重新设置并保存</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>the model has {count} classes, but {origin} names {names}</source>
            <translation>模型有 {count} 个类别，但 {origin} 给出了 {names} 个名称</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>It gives {count} numbers for a whole picture of {width} × {height}, as a classifier does</source>
            <translation>对整张 {width} × {height} 的图片，它输出 {count} 个数值，与分类模型的特征相符</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>If it is a classifier, say --task classify; its output: {outputs}</source>
            <translation>如果它是分类模型，请指定 --task classify；其输出：{outputs}</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Its outputs: {outputs}. The nearest decoders expect: {nearest}</source>
            <translation>其输出：{outputs}。最接近的解码器要求：{nearest}</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>The values it gives fit none of the readings its shapes allow</source>
            <translation>它给出的数值与其形状所允许的各种解读都不相符</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Its outputs fit no decoder</source>
            <translation>没有解码器适合它的输出</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>{name} can be read in several ways</source>
            <translation>{name} 有多种解读方式</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Its outputs fit {titles} equally well, and a wrong guess would draw wrong boxes</source>
            <translation>其输出与 {titles} 同样吻合，猜错就会画出错误的框</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Say which: --decoder {keys}</source>
            <translation>请指明：--decoder {keys}</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>{name} is not a detector that EngineScope knows</source>
            <translation>{name} 不是 EngineScope 能识别的检测器</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>preprocessing as {origin} says</source>
            <translation>预处理依据：{origin}</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>some of it is overruled by the user</source>
            <translation>其中部分由用户手动指定</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>class names from {origin}</source>
            <translation>类别名称来源：{origin}</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>{problem}; they are not used</source>
            <translation>{problem}；未采用</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>no names for the {count} classes: put them into a file or name them</source>
            <translation>{count} 个类别没有名称：请通过文件提供或手动命名</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>The decoder {name} expects {expects}</source>
            <translation>解码器 {name} 要求：{expects}</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>the user</source>
            <translation>用户</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>the family of the model</source>
            <translation>模型系列</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>the model does not tell how many classes it has, and brings no names</source>
            <translation>模型没有说明有多少个类别，也不带类别名称</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>No decoder is called {name}</source>
            <translation>没有名为 {name} 的解码器</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>Choose one of {names}</source>
            <translation>请从以下选项中选择：{names}</translation>
        </message>
        <message>
            <location filename="../../engine_core/recognise.py" />
            <source>{problem}</source>
            <translation>{problem}</translation>
        </message>
        <message>
            <location filename="../../engine_core/remembered.py" />
            <source>Set and save them again; they lie in {path}</source>
            <translation>请重新设置并保存；设置保存在 {path}</translation>
        </message>
        <message>
            <location filename="../../engine_core/remembered.py" />
            <source>The settings of this model cannot be saved</source>
            <translation>无法保存该模型的设置</translation>
        </message>
        <message>
            <location filename="../../engine_core/remembered.py" />
            <source>The settings of this model cannot be dropped</source>
            <translation>无法清除该模型的设置</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>ONNX Runtime cannot load {name}</source>
            <translation>ONNX Runtime 无法加载 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>Export the model again; if it is newer than this ONNX Runtime, update it</source>
            <translation>请重新导出模型；如果模型比当前的 ONNX Runtime 更新，请升级 ONNX Runtime</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>{name} cannot run on ONNX Runtime</source>
            <translation>{name} 无法在 ONNX Runtime 上运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>It uses the operator {operators}, which only another runtime has</source>
            <translation>它使用了算子 {operators}，只有其他运行时才支持</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>Build a TensorRT engine from it and open that on an NVIDIA GPU, or export the model without its built-in suppression (NMS)</source>
            <translation>请用它构建 TensorRT 引擎并在 NVIDIA GPU 上打开，或在导出模型时去掉内置的重叠抑制（NMS）</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>ONNX Runtime failed while running {name}</source>
            <translation>ONNX Runtime 运行 {name} 时出错</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/onnx.py" />
            <source>Check the input size and the model's export.</source>
            <translation>请检查输入尺寸和模型的导出方式。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/adapter.py" />
            <source>It runs engines on NVIDIA graphics cards, and Python finds no module of that name</source>
            <translation>它在 NVIDIA 显卡上运行引擎，而 Python 找不到该模块</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/adapter.py" />
            <source>Run “enginescope doctor”: it says what to install</source>
            <translation>请运行“enginescope doctor”：它会说明需要安装什么</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/adapter.py" />
            <source>TensorRT is installed but cannot be loaded</source>
            <translation>TensorRT 已安装，但无法加载</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/adapter.py" />
            <source>Run “enginescope doctor”: it says what is missing</source>
            <translation>请运行“enginescope doctor”：它会说明缺少什么</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/adapter.py" />
            <source>It needs the library {library}, which is not found</source>
            <translation>它需要库 {library}，但未找到</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/adapter.py" />
            <source>Importing {module} fails: {reason}</source>
            <translation>导入 {module} 失败：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/__main__.py" />
            <source>This TensorRT cannot build engines</source>
            <translation>此 TensorRT 无法构建引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/__main__.py" />
            <source>A plugin library cannot be used</source>
            <translation>插件库无法使用</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/__main__.py" />
            <source>It is a runtime alone.</source>
            <translation>它只是运行时。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/__main__.py" />
            <source>Install the whole TensorRT.</source>
            <translation>请安装完整的 TensorRT。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/__main__.py" />
            <source>It must be made for this TensorRT and this system.</source>
            <translation>它必须与此 TensorRT 和此系统相符。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Export the model again, simplified or with an older operator set.</source>
            <translation>请重新导出模型，进行简化或使用较旧的算子集。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT could not build an engine from {name}</source>
            <translation>TensorRT 未能用 {name} 构建引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT cannot build {name}: a plugin is missing</source>
            <translation>TensorRT 无法构建 {name}：缺少插件</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source> at the operator {operator}</source>
            <translation>（位于算子 {operator}）</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source> The model uses operator set {opset}; this TensorRT is made for sets up to {newest}.</source>
            <translation>模型使用算子集 {opset}；此 TensorRT 最高支持 {newest}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT {version} is too old for {name}, or cannot take its operators</source>
            <translation>TensorRT {version} 对 {name} 来说太旧，或不支持其算子</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Use a newer TensorRT than {version}, or export the model again with an older operator set (with Ultralytics: opset=17) and simplified.</source>
            <translation>请使用比 {version} 更新的 TensorRT，或用较旧的算子集（Ultralytics：opset=17）并简化后重新导出模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT {version} cannot start on this card</source>
            <translation>TensorRT {version} 无法在这块显卡上启动</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT {version} cannot build {name}</source>
            <translation>TensorRT {version} 无法构建 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>The model uses {operator}, which is not part of ONNX and which no plugin of TensorRT {version} provides.</source>
            <translation>模型使用 {operator}，它不属于 ONNX，TensorRT {version} 的插件也未提供。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Choose the library that holds this plugin, use a TensorRT that still brings it (the NMS plugins ended with TensorRT 10), or export the model without it.</source>
            <translation>请选择包含该插件的库，使用仍带有它的 TensorRT（NMS 插件到 TensorRT 10 为止），或不用它重新导出模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>It gives up{at}: {reason}.{opset}</source>
            <translation>它放弃了{at}：{reason}。{opset}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>The graphics memory is too small to build {name}</source>
            <translation>显存不足，无法构建 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>See whether the NVIDIA driver is new enough for this TensorRT: enginescope doctor</source>
            <translation>查看 NVIDIA 驱动对此 TensorRT 是否足够新：enginescope doctor</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT cannot read {file}.</source>
            <translation>TensorRT 无法读取 {file}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Copy that file into the folder of {name}.</source>
            <translation>请将该文件复制到 {name} 所在的文件夹。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>It does not know the operator {operator}.</source>
            <translation>它不认识算子 {operator}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>No kernel for {node} fits into the limits that were set.</source>
            <translation>在所设限制内，{node} 没有合适的内核。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Leave out the limit of the workspace and allow all sources of kernels.</source>
            <translation>请取消工作显存限制，并允许所有内核来源。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Close other programs that use the card, set a smaller workspace or a lower optimisation level, or build on a card with more memory.</source>
            <translation>请关闭占用显卡的其他程序，减小工作显存或降低优化级别，或在显存更大的显卡上构建。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT {version} has no kernel for {node} in {precision} on this card.</source>
            <translation>在这块显卡上，TensorRT {version} 没有 {node} 的 {precision} 内核。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Build it in another precision, or use another TensorRT.</source>
            <translation>请以其他精度构建，或使用其他 TensorRT。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>The library with the builder's kernels is missing or damaged.</source>
            <translation>构建器的内核库缺失或损坏。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Install TensorRT again; engines that are built already need it not.</source>
            <translation>请重新安装 TensorRT；已构建的引擎不需要它。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>An engine for other versions carries TensorRT's lean runtime, which is not installed here.</source>
            <translation>供其他版本使用的引擎需带有 TensorRT 的精简运行时，而这里未安装。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Install tensorrt-lean of the same version, or build for this version only.</source>
            <translation>请安装同版本的 tensorrt-lean，或只为此版本构建。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>The sizes of its dynamic inputs do not fit the network: {reason}.</source>
            <translation>动态输入的尺寸与网络不符：{reason}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Give other sizes, or leave them out to derive them from the model.</source>
            <translation>请给出其他尺寸，或留空由模型推导。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Element types within the network do not fit together: {reason}.</source>
            <translation>网络内部的元素类型不一致：{reason}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>Export the model in one precision throughout, or build it in FP32.</source>
            <translation>请以统一精度导出模型，或以 FP32 构建。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>{reason}.</source>
            <translation>{reason}.</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>CUDA says error {number}.</source>
            <translation>CUDA 报告错误 {number}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT asked for {needed} MiB and did not get them.</source>
            <translation>TensorRT 申请 {needed} MiB，但未获得。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/complaints.py" />
            <source>TensorRT ran out of memory.</source>
            <translation>TensorRT 内存不足。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>TensorRT {version} cannot build in {precision}</source>
            <translation>TensorRT {version} 无法以 {precision} 构建</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>This card is no faster in {precision}</source>
            <translation>这块显卡用 {precision} 并不会更快</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>Choose FP16, or use another TensorRT.</source>
            <translation>请选择 FP16，或使用其他 TensorRT。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>TensorRT {version} computes in the types that the file states, and its weights are {type}.</source>
            <translation>TensorRT {version} 按文件标明的类型计算，而其权重为 {type}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>Choose another precision, or use TensorRT 10.</source>
            <translation>请选择其他精度，或使用 TensorRT 10。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>The sizes given for the dynamic inputs do not fit the network</source>
            <translation>为动态输入给出的尺寸与网络不符</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>TensorRT says that it has no fast arithmetic of that type.</source>
            <translation>TensorRT 报告它没有该类型的快速运算。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>Build the engine in FP32.</source>
            <translation>请以 FP32 构建引擎。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>TensorRT refuses this optimisation profile.</source>
            <translation>TensorRT 拒绝此优化配置。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>Leave them out to derive them from the model.</source>
            <translation>请留空，由模型推导。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/configure.py" />
            <source>The sizes given for {input} make no sense</source>
            <translation>为 {input} 给出的尺寸不合理</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/progress.py" />
            <source>Timing kernels for layer {number} of {count}: {layer}</source>
            <translation>正在为第 {number} / {count} 层测试内核：{layer}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/progress.py" />
            <source>Timing kernels for layer {number}</source>
            <translation>正在为第 {number} 层测试内核</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/progress.py" />
            <source>{phase}: step {number} of {count}</source>
            <translation>{phase}：第 {number} / {count} 步</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/progress.py" />
            <source>Simplifying the network: {count} layers</source>
            <translation>正在简化网络：{count} 层</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/progress.py" />
            <source>Timing conversions between memory layouts</source>
            <translation>正在测试内存布局转换</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/progress.py" />
            <source>Putting the engine together</source>
            <translation>正在组装引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/timing.py" />
            <source>The kept timings are damaged or of another card and were left out: {path}</source>
            <translation>保存的计时数据已损坏或属于其他显卡，已忽略：{path}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/timing.py" />
            <source>The timings could not be kept: {reason}</source>
            <translation>计时数据无法保存：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/typed.py" />
            <source>{name} cannot be typed as FP16</source>
            <translation>{name} 无法转换为 FP16 类型</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/typed.py" />
            <source>The converter of ONNX Runtime is not here: {reason}.</source>
            <translation>缺少 ONNX Runtime 的转换器：{reason}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/typed.py" />
            <source>Install ONNX Runtime again, or export the model in FP16.</source>
            <translation>请重新安装 ONNX Runtime，或以 FP16 导出模型。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/typed.py" />
            <source>Export the model in FP16 where it was trained, or build it in FP32.</source>
            <translation>请在训练环境中以 FP16 导出模型，或以 FP32 构建。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/work.py" />
            <source>Starting TensorRT {version}</source>
            <translation>正在启动 TensorRT {version}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/work.py" />
            <source>Writing the engine</source>
            <translation>正在写入引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/work.py" />
            <source>Looking into the engine</source>
            <translation>正在查看引擎内部</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/work.py" />
            <source>Reading {name}</source>
            <translation>正在读取 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/work.py" />
            <source>Typing the model as FP16</source>
            <translation>正在将模型转换为 FP16</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/work.py" />
            <source>Building the engine</source>
            <translation>正在构建引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/work.py" />
            <source>The engine was built, but TensorRT does not open it again here</source>
            <translation>引擎已构建，但 TensorRT 无法在此重新打开它</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/builder/work.py" />
            <source>The engine was built, but TensorRT cannot look into it here</source>
            <translation>引擎已构建，但 TensorRT 无法在此查看其内部</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/contexts.py" />
            <source>The graphics card failed</source>
            <translation>显卡出错</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/contexts.py" />
            <source>Open the model again; if it fails again, restart the program</source>
            <translation>请重新打开模型；如果再次失败，请重启程序</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>The memory of the graphics card {card} is full</source>
            <translation>显卡 {card} 的显存已满</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>The graphics card {card} cannot be used</source>
            <translation>显卡 {card} 无法使用</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>Restart the program; if that does not help, see what “enginescope doctor” says</source>
            <translation>请重启程序；如无效，请查看“enginescope doctor”的说明</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>{needed} MiB more are needed, and {free} of its {total} MiB are free</source>
            <translation>还需要 {needed} MiB，而 {total} MiB 中只剩 {free} MiB</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>Close other programs that use the graphics card, or open a smaller model</source>
            <translation>请关闭占用显卡的其他程序，或打开较小的模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>There is no graphics card number {number}</source>
            <translation>没有编号为 {number} 的显卡</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>The driver counts {count}, from number 0</source>
            <translation>驱动程序共识别 {count} 块，编号从 0 开始</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>Choose another graphics card</source>
            <translation>请选择其他显卡</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>Run “enginescope doctor”: it says what to install and how</source>
            <translation>请运行“enginescope doctor”：它会说明安装什么以及如何安装</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>pycuda is not installed</source>
            <translation>未安装 pycuda</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>pycuda cannot be loaded</source>
            <translation>pycuda 无法加载</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/cuda.py" />
            <source>It reaches the graphics card for TensorRT engines</source>
            <translation>TensorRT 引擎通过它访问显卡</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>Install the NVIDIA driver itself; what is here is only a stand-in for building</source>
            <translation>请安装真正的 NVIDIA 驱动；这里只有用于编译的占位库</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>Restart the computer: the driver was renewed, but the old one is still running</source>
            <translation>请重启电脑：驱动已更新，但旧驱动仍在运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>Install a newer NVIDIA driver, or take the CUDA compatibility package off the path</source>
            <translation>请安装更新的 NVIDIA 驱动，或从路径中移除 CUDA 兼容包</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>Restart the computer; if that does not help, install the driver again. “enginescope doctor” says more</source>
            <translation>请重启电脑；如无效，请重新安装驱动。“enginescope doctor”有更多说明</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>The NVIDIA driver sees no graphics card</source>
            <translation>NVIDIA 驱动未发现显卡</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>TensorRT engines run on NVIDIA graphics cards only</source>
            <translation>TensorRT 引擎只能在 NVIDIA 显卡上运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>Check that the card is plugged in and that CUDA_VISIBLE_DEVICES does not hide it; “enginescope doctor” says more</source>
            <translation>请检查显卡是否插好，以及 CUDA_VISIBLE_DEVICES 是否将其隐藏；“enginescope doctor”有更多说明</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>The NVIDIA driver does not work</source>
            <translation>NVIDIA 驱动无法工作</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>It answers {error} ({status})</source>
            <translation>它返回 {error}（{status}）</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>There is no NVIDIA driver on this computer</source>
            <translation>这台电脑上没有 NVIDIA 驱动</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/driver.py" />
            <source>Install the NVIDIA driver if there is such a card (“enginescope doctor” says more), or open the ONNX file that the engine was built from</source>
            <translation>如果有 NVIDIA 显卡，请安装驱动（“enginescope doctor”有更多说明），或打开用来构建引擎的 ONNX 文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/engine.py" />
            <source>{name} cannot run on this computer</source>
            <translation>{name} 无法在这台电脑上运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/engine.py" />
            <source>It was built for core {core} of a deep learning accelerator (DLA), and there are {cores}</source>
            <translation>它是为深度学习加速器（DLA）的核心 {core} 构建的，而这里有 {cores} 个</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/engine.py" />
            <source>Build it again from its ONNX file for the graphics card</source>
            <translation>请用其 ONNX 文件为显卡重新构建</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/engine.py" />
            <source>{library} cannot be loaded: {reason}</source>
            <translation>{library} 无法加载：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/engine.py" />
            <source>{library} has changed since it was allowed, and was not loaded</source>
            <translation>{library} 自允许之后已改变，未加载</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/execution.py" />
            <source>{name} does not take an input of this size</source>
            <translation>{name} 不接受此尺寸的输入</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/execution.py" />
            <source>It takes {takes}, and was given {given}</source>
            <translation>它接受 {takes}，而给出的是 {given}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/execution.py" />
            <source>Choose a size within these bounds, or build the engine for others</source>
            <translation>请选择此范围内的尺寸，或为其他尺寸构建引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/execution.py" />
            <source>{name} was not fed what it takes</source>
            <translation>送入 {name} 的输入不符合要求</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/execution.py" />
            <source>It takes {inputs}</source>
            <translation>它接受 {inputs}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/graphs.py" />
            <source>{error}</source>
            <translation>{error}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/graphs.py" />
            <source>Open the model again</source>
            <translation>请重新打开模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/iotensors.py" />
            <source>{tensor} lies in memory in a special order: {format}</source>
            <translation>{tensor} 在内存中采用特殊排列：{format}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/iotensors.py" />
            <source>{name} cannot be run here</source>
            <translation>{name} 无法在此运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/iotensors.py" />
            <source>Build it again from its ONNX file with plain inputs and outputs</source>
            <translation>请用其 ONNX 文件以普通的输入和输出重新构建</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/iotensors.py" />
            <source>It was built without a batch axis (implicit batch), as TensorRT could before version 10</source>
            <translation>它构建时没有批次轴（隐式批次），这在 TensorRT 10 之前是可行的</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/iotensors.py" />
            <source>Build it again from its ONNX file</source>
            <translation>请用其 ONNX 文件重新构建</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/iotensors.py" />
            <source>{tensor} is of type {kind}, which cannot be fed or read</source>
            <translation>{tensor} 的类型为 {kind}，无法送入或读取</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/iotensors.py" />
            <source>{name} was fed what its input {input} does not take</source>
            <translation>送入 {name} 的数据不符合其输入 {input} 的要求</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/iotensors.py" />
            <source>It takes {wanted} and was given {given}</source>
            <translation>它接受 {wanted}，而给出的是 {given}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} was built for another graphics card</source>
            <translation>{name} 是为其他显卡构建的</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It was built with TensorRT {version}. </source>
            <translation>它由 TensorRT {version} 构建。</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Build it again from its ONNX file on this computer, or install TensorRT {version}</source>
            <translation>请在这台电脑上用其 ONNX 文件重新构建，或安装 TensorRT {version}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Build it again from its ONNX file on this computer</source>
            <translation>请在这台电脑上用其 ONNX 文件重新构建</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Install another TensorRT, for {runtime} has faults that are known. {cure}</source>
            <translation>请安装其他版本的 TensorRT，{runtime} 有已知缺陷。{cure}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{needed} MiB are needed at once and {free} MiB are free</source>
            <translation>一次需要 {needed} MiB，而剩余 {free} MiB</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{needed} MiB are needed at once</source>
            <translation>一次需要 {needed} MiB</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{free} MiB are free</source>
            <translation>剩余 {free} MiB</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It was built for compute capability {built_for}; {card} has {here}</source>
            <translation>它是为计算能力 {built_for} 构建的；{card} 的计算能力为 {here}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It was built with TensorRT {built_with}; here is {runtime}, and an engine runs only on the version that built it</source>
            <translation>它由 TensorRT {built_with} 构建；这里是 {runtime}，而引擎只能在构建它的版本上运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It was built with a TensorRT older than 8.6, or with one that does not say; here is {runtime}, and an engine runs only on the version that built it</source>
            <translation>它由早于 8.6 的 TensorRT 构建，或未注明版本；这里是 {runtime}，而引擎只能在构建它的版本上运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{runtime} cannot open {name}</source>
            <translation>{runtime} 无法打开 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>TensorRT failed while running {name}</source>
            <translation>TensorRT 运行 {name} 时失败</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Try again; if it stays so, build the engine again from its ONNX file</source>
            <translation>请重试；如果仍然如此，请用其 ONNX 文件重新构建引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Install another TensorRT, for {runtime} was never tried here. {cure}</source>
            <translation>请安装其他版本的 TensorRT，{runtime} 从未在此试过。{cure}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} brings code that would run on this computer</source>
            <translation>{name} 带有会在这台电脑上运行的代码</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It is a version-compatible engine: the TensorRT that runs it lies inside the file, and that is a program like any other</source>
            <translation>它是版本兼容引擎：运行它的 TensorRT 就在文件里，而那与其他程序没有区别</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Allow it if you trust where the file comes from</source>
            <translation>如果您信任文件的来源，请允许</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>The graphics memory does not suffice for {name}</source>
            <translation>显存不足以打开 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Close other programs that use the graphics card, or build a smaller engine</source>
            <translation>请关闭占用显卡的其他程序，或构建较小的引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It uses {plugins}, which TensorRT does not have; a plugin library brings it</source>
            <translation>它使用 {plugins}，TensorRT 中没有；需由插件库提供</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It uses a plugin that TensorRT does not have and does not name</source>
            <translation>它使用的插件 TensorRT 中没有，也未给出名称</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} needs a plugin library</source>
            <translation>{name} 需要插件库</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Choose the library that the engine was built with</source>
            <translation>请选择构建该引擎时使用的插件库</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{runtime} cannot use the graphics driver</source>
            <translation>{runtime} 无法使用显卡驱动</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>The driver is too old for it, or not loaded</source>
            <translation>驱动对它来说太旧，或未加载</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It needs compute capability {built_for} or higher; {card} has {here}</source>
            <translation>它需要计算能力 {built_for} 或更高；{card} 的计算能力为 {here}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} was built with another version of TensorRT</source>
            <translation>{name} 由其他版本的 TensorRT 构建</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} is too old for {runtime}</source>
            <translation>{name} 对 {runtime} 来说太旧</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{built_with}It is version-compatible, but only with the next major version</source>
            <translation>{built_with}它是版本兼容引擎，但只兼容下一个主版本</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} is damaged, or no engine that {runtime} can read</source>
            <translation>{name} 已损坏，或不是 {runtime} 能读取的引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{built_with}What follows its header makes no sense to TensorRT</source>
            <translation>{built_with}文件头之后的内容 TensorRT 无法识别</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It says: {reason}</source>
            <translation>它报告：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It does not say why; the file may be damaged</source>
            <translation>它没有说明原因；文件可能已损坏</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{runtime} cannot run {name}</source>
            <translation>{runtime} 无法运行 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>The graphics memory does not suffice to run {name}</source>
            <translation>显存不足以运行 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Close other programs that use the graphics card, or choose a smaller input</source>
            <translation>请关闭占用显卡的其他程序，或选择较小的输入</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It does not say why</source>
            <translation>它没有说明原因</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} cannot run on {runtime}</source>
            <translation>{name} 无法在 {runtime} 上运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It uses {plugins}, which TensorRT 11 no longer has</source>
            <translation>它使用 {plugins}，TensorRT 11 中已没有</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Open it with TensorRT 10, or export the model again with EfficientNMS_TRT or without suppression</source>
            <translation>请用 TensorRT 10 打开，或用 EfficientNMS_TRT 或不带抑制重新导出模型</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It uses {plugins}, which only the full TensorRT brings</source>
            <translation>它使用 {plugins}，只有完整的 TensorRT 才提供</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Install the full TensorRT</source>
            <translation>请安装完整的 TensorRT</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It needs {needed} multiprocessors; {card} has {here}</source>
            <translation>它需要 {needed} 个多处理器；{card} 有 {here} 个</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} was built on another operating system</source>
            <translation>{name} 是在其他操作系统上构建的</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Engines of Windows run on Windows only, and those of Linux on Linux only</source>
            <translation>Windows 的引擎只能在 Windows 上运行，Linux 的只能在 Linux 上运行</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{name} needs the full TensorRT</source>
            <translation>{name} 需要完整的 TensorRT</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{built_with}{runtime} runs version-compatible engines only</source>
            <translation>{built_with}{runtime} 只能运行版本兼容引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{runtime} cannot read {name}</source>
            <translation>{runtime} 无法读取 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It says that it was built with this very version ({version}): it is damaged, or was built on another operating system</source>
            <translation>它声称由这一版本（{version}）构建：它已损坏，或是在其他操作系统上构建的</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Install TensorRT {version}, of which the lean runtime suffices, or build the engine again from its ONNX file</source>
            <translation>请安装 TensorRT {version}（精简运行时即可），或用其 ONNX 文件重新构建引擎</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>It gives no execution context and does not say why</source>
            <translation>它未能给出执行上下文，也没有说明原因</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Use a newer TensorRT, and build it again with that: this is a fault of this version</source>
            <translation>请使用更新的 TensorRT 并用它重新构建：这是该版本的缺陷</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>{runtime} cannot use {card}</source>
            <translation>{runtime} 无法使用 {card}</translation>
        </message>
        <message>
            <location filename="../../engine_core/runtime/tensorrt/messages.py" />
            <source>Cards of compute capability {here} are none of those it knows</source>
            <translation>计算能力 {here} 的显卡不在它支持之列</translation>
        </message>
        <message>
            <location filename="../../engine_core/saving.py" />
            <source>{folder} holds results already</source>
            <translation>{folder} 中已有结果</translation>
        </message>
        <message>
            <location filename="../../engine_core/saving.py" />
            <source>This frame could replace {path}.</source>
            <translation>该帧可能会替换 {path}。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sidecars.py" />
            <source>{file} lies beside the model and cannot be used: {reason}</source>
            <translation>模型旁边的 {file} 无法使用：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sidecars.py" />
            <source>the ONNX metadata of {file}</source>
            <translation>{file} 的 ONNX 元数据</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>The file is empty (0 bytes)</source>
            <translation>文件为空（0 字节）</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Copy or download it again</source>
            <translation>请重新复制或下载</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>The file begins with nothing but zeros, as after an interrupted copy</source>
            <translation>文件开头全是零，可能是复制中断所致</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is a Git LFS pointer: the real file was not downloaded</source>
            <translation>这是 Git LFS 指针：真正的文件没有下载</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Run “git lfs pull” in its repository</source>
            <translation>请在其仓库中运行“git lfs pull”</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is a web page (HTML), not the file that the link promised</source>
            <translation>这是网页（HTML），不是链接所指的文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Download it again, and look at it in a browser if that fails</source>
            <translation>请重新下载；如果仍不行，请在浏览器中查看</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is an XML or SVG text</source>
            <translation>这是 XML 或 SVG 文本</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Convert drawings to PNG; label files are not pictures</source>
            <translation>矢量图请转换为 PNG；标注文件不是图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is a PDF document</source>
            <translation>这是 PDF 文档</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Export its pages as PNG or JPEG</source>
            <translation>请将其页面导出为 PNG 或 JPEG</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>It is an archive</source>
            <translation>这是压缩包</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/content.py" />
            <source>Unpack it and give the folder</source>
            <translation>请解压后指定文件夹</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The address does not answer with a video: {reason}</source>
            <translation>该地址没有返回视频：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>It is in no video format that is known here, or its beginning is damaged</source>
            <translation>不是本程序支持的视频格式，或文件开头已损坏</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Check that it plays in a video player, and convert it to MP4</source>
            <translation>请确认它能在视频播放器中播放，并转换为 MP4</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The video {name} cannot be read</source>
            <translation>无法读取视频 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Check the address and the network</source>
            <translation>请检查地址和网络</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>It is a folder</source>
            <translation>这是文件夹</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Its table of frames is missing, as after an interrupted recording or copy</source>
            <translation>缺少帧索引表，可能是录制或复制中断所致</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Copy it again, or let a repair tool such as untrunc rebuild it</source>
            <translation>请重新复制，或用 untrunc 等修复工具重建</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The file is cut off or damaged</source>
            <translation>文件不完整或已损坏</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>There is no video in it, only sound, subtitles or a cover picture</source>
            <translation>其中没有视频，只有声音、字幕或封面图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Give a file with a video track</source>
            <translation>请提供含有视频轨的文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Nothing here decodes its kind of video</source>
            <translation>本程序无法解码这种视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Convert it to H.264 in MP4, for example with HandBrake or ffmpeg</source>
            <translation>请转换为 MP4 封装的 H.264，例如使用 HandBrake 或 ffmpeg</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The file does not exist</source>
            <translation>文件不存在</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Check the path</source>
            <translation>请检查路径</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>The system refuses: {reason}</source>
            <translation>系统拒绝访问：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/decoding.py" />
            <source>Check that you may read it and that its disk is there</source>
            <translation>请检查是否有读取权限，以及所在磁盘是否可用</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Grey values from {low} to {high} were stretched to 0 to 255.</source>
            <translation>已将 {low} 到 {high} 的灰度值拉伸到 0 到 255。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>It is a TIFF of {channels} channels of floating-point numbers, which is not read here</source>
            <translation>这是 {channels} 通道的浮点 TIFF，本程序不支持读取</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>It is a TIFF of {channels} channels of {bits} bits in a form that is not read here</source>
            <translation>这是 {channels} 通道、{bits} 位的 TIFF，本程序不支持读取其存储形式</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Open it in an image editor and save it with 8 or 16 bits, as PNG or TIFF</source>
            <translation>请在图像编辑器中打开，并以 8 位或 16 位另存为 PNG 或 TIFF</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Values use {bits} of 16 bits; these were brought to 8 bits.</source>
            <translation>16 位数值只用到 {bits} 位，已转换为 8 位。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Grey values from 0 to 1 were scaled to 0 to 255.</source>
            <translation>已将 0 到 1 的灰度值缩放到 0 到 255。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>Grey values were rounded to 0 to 255.</source>
            <translation>已将灰度值取整到 0 到 255。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/depth.py" />
            <source>16-bit grey values were reduced to 8 bits.</source>
            <translation>已将 16 位灰度值转换为 8 位。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Give pictures (JPEG, PNG, TIFF, WebP, …), videos (MP4, MKV, AVI, …), folders of them, a camera number or a stream address</source>
            <translation>请提供图片（JPEG、PNG、TIFF、WebP……）、视频（MP4、MKV、AVI……）、包含它们的文件夹、摄像头编号或视频流地址</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It holds results of a run, or will, and these are left out</source>
            <translation>这里存放（或将存放）运行结果，已被排除</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Write results to another folder, or name the files in it one by one</source>
            <translation>请将结果写入其他文件夹，或逐个指定其中的文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>{name} cannot be used as a source</source>
            <translation>{name} 不能用作图像来源</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>There is no such file or folder in {folder}</source>
            <translation>{folder} 中没有这个文件或文件夹</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>There is no such file or folder; its path exists only up to {folder}</source>
            <translation>没有这个文件或文件夹；路径中实际存在的部分只到 {folder}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check the spelling</source>
            <translation>请检查拼写</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>What fits this pattern has no suffix of a picture or video</source>
            <translation>与此通配符匹配的文件都没有图片或视频的扩展名</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>No file fits this pattern below {folder}</source>
            <translation>{folder} 下没有与此通配符匹配的文件</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check the pattern; ** stands for any folders</source>
            <translation>请检查通配符；** 表示任意层文件夹</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>The name is empty</source>
            <translation>名称为空</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is a link to something that does not exist</source>
            <translation>这是一个链接，其目标不存在</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Mend the link</source>
            <translation>请修复该链接</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>No picture, video or camera was given</source>
            <translation>没有指定图片、视频或摄像头</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is neither a path nor an address that can be understood</source>
            <translation>它既不是路径，也不是可识别的地址</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check the spelling, brackets and percent signs above all</source>
            <translation>请检查拼写，尤其是方括号和百分号</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Streams are read from {schemes}</source>
            <translation>支持以下协议的视频流：{schemes}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check the address, for example rtsp://host:554/path</source>
            <translation>请检查地址，例如 rtsp://host:554/path</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is neither a file nor a folder</source>
            <translation>它既不是文件，也不是文件夹</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>The list names nothing</source>
            <translation>列表中没有任何条目</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Write one path on each line</source>
            <translation>请每行写一个路径</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>{missing} of the {total} entries of this list do not exist, the first is {first}</source>
            <translation>此列表共 {total} 项，其中 {missing} 项不存在，第一项是 {first}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Paths in a list are relative to the folder of the list, {folder}</source>
            <translation>列表中的路径相对于列表所在的文件夹 {folder}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>None of the {count} files in this folder has the suffix of a picture or video</source>
            <translation>此文件夹中的 {count} 个文件都没有图片或视频的扩展名</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is no pattern: {reason}</source>
            <translation>不是有效的通配符：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It cannot be read: {reason}</source>
            <translation>无法读取：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>A .txt file must be UTF-8 text with one path or address on each line</source>
            <translation>.txt 文件必须是 UTF-8 文本，每行一个路径或地址</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Save it as UTF-8</source>
            <translation>请另存为 UTF-8 编码</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>The folder itself holds no files, and folders in it are left out</source>
            <translation>文件夹本身没有文件，其中的子文件夹已被排除</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>The folder is empty</source>
            <translation>文件夹为空</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Check what stands in its brackets</source>
            <translation>请检查方括号中的内容</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>A list of sources cannot name another list</source>
            <translation>图像来源列表中不能再引用另一个列表</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Give both lists as arguments</source>
            <translation>请将两个列表都作为参数给出</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>A {suffix} file is a model, not a picture or video</source>
            <translation>{suffix} 文件是模型，不是图片或视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>Give it as the model, and pictures or videos as sources</source>
            <translation>请将它指定为模型，将图片或视频指定为图像来源</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/listing.py" />
            <source>It is neither a picture nor a video</source>
            <translation>它既不是图片，也不是视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Camera {number} cannot be opened</source>
            <translation>无法打开摄像头 {number}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>{name} gives no picture</source>
            <translation>{name} 没有图像</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>The stream {name} cannot be opened</source>
            <translation>无法打开视频流 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Another program uses {device}, or it is no camera that takes pictures</source>
            <translation>{device} 正被其他程序使用，或它不是能拍摄图像的摄像头</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Close other programs, or try the next number: a camera often has two</source>
            <translation>请关闭其他程序，或尝试下一个编号：一个摄像头常有两个编号</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>It ended before its first frame</source>
            <translation>在第一帧之前就结束了</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>The connection was lost or no frame came for {seconds} s</source>
            <translation>连接中断，或 {seconds} 秒内没有收到帧</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>It is tried again until it works; check cable, network and power</source>
            <translation>将不断重试直到恢复；请检查线缆、网络和电源</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Check address, user and password; see whether VLC can play it</source>
            <translation>请检查地址、用户名和密码，并试试 VLC 能否播放</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>There is no such camera, or another program uses it</source>
            <translation>没有这个摄像头，或它正被其他程序使用</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Close other programs and check the system's privacy settings for cameras</source>
            <translation>请关闭其他程序，并检查系统的摄像头隐私设置</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>There is no {device}</source>
            <translation>{device} 不存在</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Try one of these: {found}</source>
            <translation>请尝试以下设备：{found}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>You may not use {device}</source>
            <translation>没有使用 {device} 的权限</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Add yourself to the group “video” and log in again</source>
            <translation>请将自己加入“video”用户组，然后重新登录</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Nothing answers there with a video within {seconds} s</source>
            <translation>该地址在 {seconds} 秒内没有返回视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>The system knows no camera at all (there is no /dev/video*)</source>
            <translation>系统未发现任何摄像头（没有 /dev/video*）</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>Connect one; in a container or virtual machine hand it through</source>
            <translation>请接入摄像头；在容器或虚拟机中，请将摄像头透传进去</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/live.py" />
            <source>OpenCV gave up</source>
            <translation>OpenCV 出错，已停止读取</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>The file is an animation; its first frame is shown.</source>
            <translation>该文件是动画，显示其第一帧。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>CMYK colours were converted with the file's colour profile.</source>
            <translation>CMYK 颜色已按文件的颜色配置文件转换。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>{first} {second}</source>
            <translation>{first} {second}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>The picture {name} cannot be read</source>
            <translation>无法读取图片 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>The file has several pages; the first is shown.</source>
            <translation>该文件有多页，显示第一页。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>CMYK colours were converted without a colour profile, because the file has none.</source>
            <translation>CMYK 颜色转换时未使用颜色配置文件，因为文件中没有。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>CMYK colours were converted without a colour profile, because the file's is damaged.</source>
            <translation>CMYK 颜色转换时未使用颜色配置文件，因为文件中的已损坏。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>It is in no picture format that is known here, or its beginning is damaged</source>
            <translation>不是本程序支持的图片格式，或文件开头已损坏</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Open it in an image editor and save it as PNG or JPEG</source>
            <translation>请在图像编辑器中打开，并另存为 PNG 或 JPEG</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>There is not enough memory for it</source>
            <translation>内存不足，无法载入</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Make it smaller, or close programs</source>
            <translation>请缩小图片，或关闭一些程序</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>It has {width} × {height} pixels, more than the {limit} megapixels that are allowed</source>
            <translation>它有 {width} × {height} 像素，超过了允许的 {limit} 百万像素</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Cut it into tiles or make it smaller</source>
            <translation>请切成小块或缩小</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>It is a HEIC picture, as phones take them, and the reader for these is not installed</source>
            <translation>这是 HEIC 图片（手机拍摄的常见格式），而读取它的组件尚未安装</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Run “pip install pillow-heif”, or set the phone to “most compatible” (JPEG)</source>
            <translation>请运行“pip install pillow-heif”，或将手机设为“兼容性最佳”（JPEG）</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>It is a video</source>
            <translation>这是视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/pictures.py" />
            <source>Give it a suffix of videos, such as .mp4</source>
            <translation>请改用视频扩展名，例如 .mp4</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>Nothing answers there with a video</source>
            <translation>该地址没有返回视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>{host} answers at port {port}, but not with a video</source>
            <translation>{host} 的端口 {port} 有响应，但没有返回视频</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>The host {host} is unknown</source>
            <translation>找不到主机 {host}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>{host} refuses connections at port {port}: no server runs there</source>
            <translation>{host} 拒绝端口 {port} 上的连接：该端口没有运行服务器</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>{host} does not answer at port {port}</source>
            <translation>{host} 的端口 {port} 没有响应</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/reach.py" />
            <source>{host} cannot be reached: {reason}</source>
            <translation>无法连接 {host}：{reason}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/tree.py" />
            <source>If it is a link, check where it leads</source>
            <translation>如果它是链接，请检查它指向哪里</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/tree.py" />
            <source>The folder {name} cannot be read</source>
            <translation>无法读取文件夹 {name}</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The end of {name} is missing</source>
            <translation>{name} 的结尾缺失</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is cut off: its last {count} frames are missing.</source>
            <translation>文件不完整：缺少最后 {count} 帧。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>HDR video: colours are not tone-mapped and look flat.</source>
            <translation>HDR 视频：未做色调映射，颜色会显得平淡。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>Pixels of this video are not square ({aspect}); they are shown and detected as stored.</source>
            <translation>此视频的像素不是正方形（{aspect}）；按存储的原样显示和检测。</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>None of its frames can be decoded</source>
            <translation>它的所有帧都无法解码</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>Check that it plays in a video player; copy or download it again</source>
            <translation>请确认它能在视频播放器中播放；或重新复制、下载</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>Frame {index} of {name} cannot be decoded</source>
            <translation>无法解码 {name} 的第 {index} 帧</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>Frames of {name} are missing</source>
            <translation>{name} 缺少部分帧</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is cut off: its last {count} frames are missing</source>
            <translation>文件不完整：缺少最后 {count} 帧</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is damaged there</source>
            <translation>文件在该处已损坏</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is damaged: about {count} frames are missing between {start} s and {end} s</source>
            <translation>文件已损坏：{start} s 到 {end} s 之间缺少约 {count} 帧</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is cut off: it ends at {end} s amid a frame</source>
            <translation>文件不完整：在 {end} s 处的一帧中途结束</translation>
        </message>
        <message>
            <location filename="../../engine_core/sources/video.py" />
            <source>The file is cut off or damaged: it ends at {end} s although its header says {stated} s</source>
            <translation>文件不完整或已损坏：它在 {end} s 处结束，而文件头标明为 {stated} s</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values × {scale} − {mean} ÷ {std}</source>
            <translation>（像素值 × {scale} − {mean}）÷ {std}</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>letterbox the picture in the middle</source>
            <translation>图片居中等比填充</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>letterbox the picture at the top left</source>
            <translation>图片靠左上角等比填充</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>stretch the picture</source>
            <translation>拉伸图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>crop the picture</source>
            <translation>居中裁剪图片</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>Feed {wanted} instead of {now}</source>
            <translation>输入改为：{wanted}（当前：{now}）</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>{first}, {second}</source>
            <translation>{first}, {second}</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values from 0 to 1</source>
            <translation>0 到 1 的像素值</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values from 0 to 255</source>
            <translation>0 到 255 的像素值</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values from −1 to 1</source>
            <translation>−1 到 1 的像素值</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values from −1 to 1, by 127 and 128</source>
            <translation>−1 到 1 的像素值（减 127，除以 128）</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values normalised as for ImageNet</source>
            <translation>按 ImageNet 归一化的像素值</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values normalised as in MMDetection</source>
            <translation>按 MMDetection 归一化的像素值</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values less the mean of Caffe</source>
            <translation>减去 Caffe 均值的像素值</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values less the mean of VGG</source>
            <translation>减去 VGG 均值的像素值</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>values less the mean of R-CNN</source>
            <translation>减去 R-CNN 均值的像素值</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>Feed it as now</source>
            <translation>输入保持不变</translation>
        </message>
        <message>
            <location filename="../../engine_core/trials.py" />
            <source>Feed {channels} with {values}</source>
            <translation>输入改为：{channels}，{values}</translation>
        </message>
    </context>
</TS>
