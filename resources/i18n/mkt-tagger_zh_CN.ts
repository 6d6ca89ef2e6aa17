<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About MKT Tagger</source>
        <translation>关于 MKT Tagger</translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Of the program and of its parts</source>
        <translation>程序及其组成部分的许可证</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Demo photos</source>
        <translation>示例照片</translation>
    </message>
    <message>
        <source>Other parts</source>
        <translation>其他组件</translation>
    </message>
    <message>
        <source>&lt;b&gt;MKT Tagger {0}&lt;/b&gt;&lt;br&gt;Find your photos by any word. Nothing leaves this machine.</source>
        <translation>&lt;b&gt;MKT Tagger {0}&lt;/b&gt;&lt;br&gt;用任意词语找到您的照片。任何数据都不会离开本机。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Closes this window</source>
        <translation>关闭此窗口</translation>
    </message>
    <message>
        <source>Text to read</source>
        <translation>供阅读的文字</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>查找新照片</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>审阅…</translation>
    </message>
    <message>
        <source>Set the line…</source>
        <translation>设置界线…</translation>
    </message>
    <message>
        <source>Find similar</source>
        <translation>查找相似照片</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>查找重复照片</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>About MKT Tagger</source>
        <translation>关于 MKT Tagger</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Left side</source>
        <translation>左侧栏</translation>
    </message>
    <message>
        <source>Right side</source>
        <translation>右侧栏</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Add a folder of photos</source>
        <translation>添加照片文件夹</translation>
    </message>
    <message>
        <source>Indexing was not finished</source>
        <translation>索引未完成</translation>
    </message>
    <message>
        <source>The last indexing run did not come to its end. Go on with it?</source>
        <translation>上次索引未完成。要继续吗？</translation>
    </message>
</context>
<context>
    <name>DuplicatesView</name>
    <message>
        <source>Show more groups</source>
        <translation>显示更多组</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>返回照片网格</translation>
    </message>
    <message>
        <source>Groups of duplicates</source>
        <translation>重复照片组</translation>
    </message>
    <message>
        <source>Photos that show the same picture</source>
        <translation>内容相同的照片</translation>
    </message>
    <message>
        <source>Looking for duplicates…</source>
        <translation>正在查找重复照片…</translation>
    </message>
    <message>
        <source>Groups of duplicates: {0}</source>
        <translation>{0} 组重复照片</translation>
    </message>
    <message>
        <source>No duplicates were found</source>
        <translation>未找到重复照片</translation>
    </message>
    <message>
        <source>Show in the grid</source>
        <translation>在网格中显示</translation>
    </message>
    <message>
        <source>Show the files</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>{0} files with the same picture</source>
        <translation>{0} 个文件内容相同</translation>
    </message>
    <message>
        <source>{0} nearly the same photos, {1:.0%} alike</source>
        <translation>{0} 张近似照片，相似度 {1:.0%}</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>No photos</source>
        <translation>没有照片</translation>
    </message>
    <message>
        <source>There are no photos on show</source>
        <translation>当前没有显示照片</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Chooses a folder of photos to index</source>
        <translation>选择要建立索引的照片文件夹</translation>
    </message>
    <message>
        <source>Try the demo album</source>
        <translation>试用示例相册</translation>
    </message>
    <message>
        <source>Indexes the photos that come with the program</source>
        <translation>为程序自带的照片建立索引</translation>
    </message>
    <message>
        <source>your graphics card where there is one, else on the processor</source>
        <translation>您的显卡（如有），否则运行于处理器</translation>
    </message>
    <message>
        <source>the processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>your graphics card ({0})</source>
        <translation>您的显卡 ({0})</translation>
    </message>
    <message>
        <source>Drop a folder of photos here</source>
        <translation>将照片文件夹拖放到此处</translation>
    </message>
    <message>
        <source>Then type any word above and see the photos that show it.</source>
        <translation>然后在上方输入任意词语，即可看到相应的照片。</translation>
    </message>
    <message>
        <source>The model runs on {0}. Nothing leaves this machine.</source>
        <translation>模型运行于{0}。任何数据都不会离开本机。</translation>
    </message>
    <message>
        <source>Nothing in your library reaches its line.</source>
        <translation>照片库中没有达到界线的照片。</translation>
    </message>
    <message>
        <source>The nearest photos: type {0}</source>
        <translation>最接近的照片：请输入 {0}</translation>
    </message>
    <message>
        <source>No photo is surely “{0}”</source>
        <translation>没有照片能确定是“{0}”</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>Where is {0} now?</source>
        <translation>{0} 现在在哪里？</translation>
    </message>
    <message>
        <source>Take {0} out of the library? Its files stay as they are, and your tags come back when you add it again.</source>
        <translation>将 {0} 移出照片库？文件保持不变；再次添加时，您的标记会恢复。</translation>
    </message>
    <message>
        <source>Take out a folder</source>
        <translation>移出文件夹</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folders of the library</source>
        <translation>照片库的文件夹</translation>
    </message>
    <message>
        <source>Where your photos are</source>
        <translation>您的照片所在位置</translation>
    </message>
    <message>
        <source>It has &amp;moved…</source>
        <translation>已移动(&amp;M)…</translation>
    </message>
    <message>
        <source>Says where the folder is now; tags and scores stay</source>
        <translation>指出文件夹的新位置；标记和评分保留</translation>
    </message>
    <message>
        <source>&amp;Take out of the library…</source>
        <translation>移出照片库(&amp;T)…</translation>
    </message>
    <message>
        <source>Forgets the folder&apos;s photos; the files and your tags stay</source>
        <translation>不再记录该文件夹的照片；文件和您的标记保留</translation>
    </message>
    <message>
        <source>Left out of this folder</source>
        <translation>此文件夹中排除的内容</translation>
    </message>
    <message>
        <source>One pattern a line, as in a .gitignore file; what is hidden keeps its tags</source>
        <translation>每行一个模式，与 .gitignore 文件相同；被隐藏的照片保留标记</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>应用(&amp;A)</translation>
    </message>
    <message>
        <source>Apply the patterns</source>
        <translation>应用模式</translation>
    </message>
    <message>
        <source>Also to what is indexed already</source>
        <translation>也应用于已建立索引的照片</translation>
    </message>
    <message>
        <source>A folder that is not there, on a drive unplugged, is never forgotten by itself. Add folders by dropping them on the window.</source>
        <translation>因驱动器未连接而暂不可用的文件夹绝不会被自动删除。将文件夹拖放到窗口即可添加。</translation>
    </message>
    <message>
        <source>{0} photos</source>
        <translation>{0} 张照片</translation>
    </message>
    <message>
        <source>not there now</source>
        <translation>当前不可用</translation>
    </message>
    <message>
        <source>{0} photos are hidden now, {1} are back.</source>
        <translation>现已隐藏 {0} 张照片，恢复 {1} 张。</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Counts from the next start</source>
        <translation>下次启动时生效</translation>
    </message>
    <message>
        <source>Small pictures</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>The most room they may take</source>
        <translation>最多可占用的空间</translation>
    </message>
    <message>
        <source>Clear the small pictures</source>
        <translation>清空缩略图</translation>
    </message>
    <message>
        <source>They are made again where they are needed</source>
        <translation>需要时会重新生成</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Small pictures: at most</source>
        <translation>缩略图上限(&amp;S)</translation>
    </message>
    <message>
        <source>On disk now</source>
        <translation>当前占用</translation>
    </message>
    <message>
        <source>Nothing leaves this machine. Only a model&apos;s download uses the net.</source>
        <translation>任何数据都不会离开本机。仅下载模型时使用网络。</translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation>语言将在下次启动时更改。</translation>
    </message>
    <message>
        <source>{0:.0f} kB</source>
        <translation>{0:.0f} kB</translation>
    </message>
    <message>
        <source>{0:.0f} MB</source>
        <translation>{0:.0f} MB</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Why “{0}”?</source>
        <translation>为什么是“{0}”？</translation>
    </message>
    <message>
        <source>Where in the photo the model sees the label</source>
        <translation>模型在照片何处看到该标签</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Looking at the photo…</source>
        <translation>正在查看照片…</translation>
    </message>
    <message>
        <source>The photo as a whole</source>
        <translation>照片整体</translation>
    </message>
    <message>
        <source>Its most fitting details</source>
        <translation>最相符的细节</translation>
    </message>
    <message>
        <source>Show the &amp;heat</source>
        <translation>显示热度(&amp;H)</translation>
    </message>
    <message>
        <source>Lays the heat over the photo (key H)</source>
        <translation>在照片上叠加热度图（H 键）</translation>
    </message>
    <message>
        <source>Opacity of the heat</source>
        <translation>热度图不透明度</translation>
    </message>
    <message>
        <source>How much of the photo the heat covers</source>
        <translation>热度图遮盖照片的程度</translation>
    </message>
    <message>
        <source>&amp;Export as PNG…</source>
        <translation>导出为 PNG(&amp;E)…</translation>
    </message>
    <message>
        <source>Saves the photo with the heat over it</source>
        <translation>保存叠加热度图的照片</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Closes this window</source>
        <translation>关闭此窗口</translation>
    </message>
    <message>
        <source>&amp;Opacity</source>
        <translation>不透明度(&amp;O)</translation>
    </message>
    <message>
        <source>How much it is like the label</source>
        <translation>与该标签的相似程度</translation>
    </message>
    <message>
        <source>The bars compare the label with common words in this photo. Warm places look like the label to the model: it may be wrong.</source>
        <translation>条形表示该标签与常见词语在此照片中的比较。暖色处在模型看来像该标签：它可能有误。</translation>
    </message>
    <message>
        <source>The model is {0:.0%} sure.</source>
        <translation>模型的把握为 {0:.0%}。</translation>
    </message>
    <message>
        <source>very much like it</source>
        <translation>非常像</translation>
    </message>
    <message>
        <source>clearly like it</source>
        <translation>明显像</translation>
    </message>
    <message>
        <source>a little like it</source>
        <translation>有点像</translation>
    </message>
    <message>
        <source>not like it</source>
        <translation>不像</translation>
    </message>
    <message>
        <source>Export as PNG</source>
        <translation>导出为 PNG</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>已保存为 {0}</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>The line</source>
        <translation>界线</translation>
    </message>
    <message>
        <source>Arrow keys move the line</source>
        <translation>用方向键移动界线</translation>
    </message>
    <message>
        <source>surely not</source>
        <translation>肯定不是</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>surely yes</source>
        <translation>肯定是</translation>
    </message>
</context>
<context>
    <name>IndexBar</name>
    <message>
        <source>Indexing progress</source>
        <translation>索引进度</translation>
    </message>
    <message>
        <source>How many photos are indexed</source>
        <translation>已建立索引的照片数</translation>
    </message>
    <message>
        <source>Skipped files</source>
        <translation>跳过的文件</translation>
    </message>
    <message>
        <source>Shows which files were skipped, and why</source>
        <translation>显示哪些文件被跳过及其原因</translation>
    </message>
    <message>
        <source>Holds indexing until it is pressed again</source>
        <translation>暂停索引，直到再次按下</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stops indexing; what is done is kept</source>
        <translation>停止索引；已完成的部分保留</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>{0} skipped</source>
        <translation>跳过 {0} 个</translation>
    </message>
    <message>
        <source>Looking for photos: {0}</source>
        <translation>正在查找照片：{0}</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Scoring labels</source>
        <translation>正在为标签评分</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>{0:.1f} photos/s</source>
        <translation>{0:.1f} 张/秒</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
</context>
<context>
    <name>IndexingControl</name>
    <message>
        <source>all folders</source>
        <translation>所有文件夹</translation>
    </message>
    <message>
        <source>{0} will follow when this run is done.</source>
        <translation>本次运行结束后将处理 {0}。</translation>
    </message>
    <message>
        <source>Indexing is done.</source>
        <translation>索引已完成。</translation>
    </message>
    <message>
        <source>Indexing was cancelled.</source>
        <translation>索引已取消。</translation>
    </message>
    <message>
        <source>{0} edited, tags kept.</source>
        <translation>{0} 张已编辑，标签保留。</translation>
    </message>
</context>
<context>
    <name>LabelPanel</name>
    <message>
        <source>Selected photos</source>
        <translation>所选照片</translation>
    </message>
    <message>
        <source>Facts and labels of the selected photos</source>
        <translation>所选照片的信息和标签</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>Adds a label of your own to the selection</source>
        <translation>为所选照片添加您自己的标签</translation>
    </message>
    <message>
        <source>No photo is selected</source>
        <translation>未选择照片</translation>
    </message>
    <message>
        <source>Select one to see its labels, or several to label them all.</source>
        <translation>选择一张以查看其标签，或选择多张以一起添加标签。</translation>
    </message>
    <message>
        <source>{0} photos are selected</source>
        <translation>已选择 {0} 张照片</translation>
    </message>
    <message>
        <source>What you say of a label here is said of all of them.</source>
        <translation>您在此对标签的判断适用于全部所选照片。</translation>
    </message>
</context>
<context>
    <name>LabelRow</name>
    <message>
        <source>Shows all photos with this label</source>
        <translation>显示带有此标签的所有照片</translation>
    </message>
    <message>
        <source>Why “{0}”?</source>
        <translation>为什么是“{0}”？</translation>
    </message>
    <message>
        <source>Yes, “{0}” is right</source>
        <translation>是，“{0}”正确</translation>
    </message>
    <message>
        <source>Forget this answer: “{0}” is wrong</source>
        <translation>忘记这个回答：“{0}”不对</translation>
    </message>
    <message>
        <source>Remove “{0}” from this photo</source>
        <translation>从这张照片移除“{0}”</translation>
    </message>
    <message>
        <source>No, “{0}” is wrong</source>
        <translation>否，“{0}”错误</translation>
    </message>
    <message>
        <source>{0}: you said no</source>
        <translation>{0}：您已否定</translation>
    </message>
    <message>
        <source>{0}: said by you</source>
        <translation>{0}：由您标记</translation>
    </message>
    <message>
        <source>{0}: the model is {1:.0%} sure</source>
        <translation>{0}：模型的把握为 {1:.0%}</translation>
    </message>
</context>
<context>
    <name>LessSure</name>
    <message>
        <source>The photos that do not reach the line, in the same order</source>
        <translation>未达到界线的照片，顺序相同</translation>
    </message>
    <message>
        <source>Searches for this word</source>
        <translation>搜索这个词</translation>
    </message>
    <message>
        <source>No photo is surely “{0}”. The nearest:</source>
        <translation>没有照片肯定是“{0}”。最接近的：</translation>
    </message>
    <message>
        <source>{0}?</source>
        <translation>{0}？</translation>
    </message>
    <message>
        <source>Hide the less sure</source>
        <translation>隐藏不太确定的</translation>
    </message>
    <message>
        <source>Less sure: {0} more</source>
        <translation>不太确定：还有 {0} 张</translation>
    </message>
</context>
<context>
    <name>LineDialog</name>
    <message>
        <source>The line of “{0}”</source>
        <translation>“{0}”的界线</translation>
    </message>
    <message>
        <source>From which confidence on photos have this label</source>
        <translation>从多大把握起照片算有此标签</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Just in</source>
        <translation>刚好在内</translation>
    </message>
    <message>
        <source>Just out</source>
        <translation>刚好在外</translation>
    </message>
    <message>
        <source>From here on a photo counts as “{0}”</source>
        <translation>从此处起照片算作“{0}”</translation>
    </message>
    <message>
        <source>&amp;Strict</source>
        <translation>严格(&amp;S)</translation>
    </message>
    <message>
        <source>Few photos, nearly all of them right</source>
        <translation>照片少，几乎全对</translation>
    </message>
    <message>
        <source>&amp;Balanced</source>
        <translation>均衡(&amp;B)</translation>
    </message>
    <message>
        <source>From where yes is likelier than no</source>
        <translation>从“是”比“否”更可能之处起</translation>
    </message>
    <message>
        <source>&amp;Generous</source>
        <translation>宽松(&amp;G)</translation>
    </message>
    <message>
        <source>Many photos, about half of them right</source>
        <translation>照片多，约一半正确</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Puts the line back where it was</source>
        <translation>将界线放回原处</translation>
    </message>
    <message>
        <source>Use this line</source>
        <translation>使用此界线</translation>
    </message>
    <message>
        <source>Keeps the line for this label</source>
        <translation>为此标签保存界线</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Leaves the line as it was</source>
        <translation>界线保持不变</translation>
    </message>
    <message>
        <source>Use the default</source>
        <translation>使用默认值</translation>
    </message>
    <message>
        <source>Puts the line where it is for every label</source>
        <translation>将界线放到所有标签的默认位置</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Keep or leave the line</source>
        <translation>保存或放弃界线</translation>
    </message>
    <message>
        <source>From {0:.0%} on: {1} of {2} photos</source>
        <translation>从 {0:.0%} 起：{1} / {2} 张照片</translation>
    </message>
</context>
<context>
    <name>MainToolBar</name>
    <message>
        <source>Main</source>
        <translation>主工具栏</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>最匹配在前</translation>
    </message>
    <message>
        <source>By date</source>
        <translation>按日期</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>By path</source>
        <translation>按路径</translation>
    </message>
    <message>
        <source>Order of the photos</source>
        <translation>照片排序</translation>
    </message>
    <message>
        <source>How the photos on show are sorted</source>
        <translation>所示照片的排序方式</translation>
    </message>
    <message>
        <source>Size of the photos</source>
        <translation>照片大小</translation>
    </message>
    <message>
        <source>Also Ctrl and the mouse wheel over the photos</source>
        <translation>也可在照片上按住 Ctrl 并滚动鼠标滚轮</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Nothing leaves this machine.</source>
        <translation>任何数据都不会离开本机。</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>F&amp;ind</source>
        <translation>查找(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>&amp;Use this model</source>
        <translation>使用此模型(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Download</source>
        <translation>下载(&amp;D)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>最快的可用设备</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA)</source>
        <translation>NVIDIA 显卡 (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (Metal)</source>
        <translation>Apple 图形 (Metal)</translation>
    </message>
    <message>
        <source>By the memory</source>
        <translation>按内存决定</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Those here and those to download</source>
        <translation>已有的和可下载的模型</translation>
    </message>
    <message>
        <source>About the model</source>
        <translation>关于此模型</translation>
    </message>
    <message>
        <source>What it can do, with figures</source>
        <translation>它的能力及数据</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>From the next start; photos are indexed anew for it, and tags stay</source>
        <translation>下次启动时生效；照片将重新建立索引，标记保留</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Fetches the model from its public hub</source>
        <translation>从公共仓库获取模型</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>取消下载</translation>
    </message>
    <message>
        <source>What has arrived is kept</source>
        <translation>已下载的部分保留</translation>
    </message>
    <message>
        <source>How much of the model is here</source>
        <translation>模型已下载的比例</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation>模型运行的位置</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>Photos at once; fewer need less memory</source>
        <translation>一次处理的照片数；越少越省内存</translation>
    </message>
    <message>
        <source>D&amp;evice</source>
        <translation>设备(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Batch</source>
        <translation>批量(&amp;B)</translation>
    </message>
    <message>
        <source>This counts from the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>{0} GB of graphics memory</source>
        <translation>{0} GB 显存</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>to download</source>
        <translation>可下载</translation>
    </message>
    <message>
        <source> – basic, comes with the program</source>
        <translation> – 基础模型，随程序提供</translation>
    </message>
    <message>
        <source>{0:.1f} GB</source>
        <translation>{0:.1f} GB</translation>
    </message>
    <message>
        <source>{0:.0f} MB</source>
        <translation>{0:.0f} MB</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>The model is here.</source>
        <translation>模型已就绪。</translation>
    </message>
    <message>
        <source>Stopped. What has arrived is kept; Download goes on from there.</source>
        <translation>已停止。已下载的部分保留；再次下载时将继续。</translation>
    </message>
</context>
<context>
    <name>Operations</name>
    <message>
        <source>accept “{0}”</source>
        <translation>接受“{0}”</translation>
    </message>
    <message>
        <source>add “{0}”</source>
        <translation>添加“{0}”</translation>
    </message>
    <message>
        <source>reject “{0}”</source>
        <translation>拒绝“{0}”</translation>
    </message>
    <message>
        <source>take back “{0}”</source>
        <translation>收回“{0}”</translation>
    </message>
    <message>
        <source>{0} on {1} photos</source>
        <translation>{0}（{1} 张照片）</translation>
    </message>
    <message>
        <source>move the line of “{0}”</source>
        <translation>移动“{0}”的界线</translation>
    </message>
    <message>
        <source>let “{0}” learn</source>
        <translation>让“{0}”学习</translation>
    </message>
    <message>
        <source>save the search “{0}”</source>
        <translation>保存搜索“{0}”</translation>
    </message>
    <message>
        <source>delete the search “{0}”</source>
        <translation>删除搜索“{0}”</translation>
    </message>
    <message>
        <source>add “{0}” to the vocabulary</source>
        <translation>将“{0}”加入词汇表</translation>
    </message>
    <message>
        <source>remove “{0}” from the vocabulary</source>
        <translation>将“{0}”移出词汇表</translation>
    </message>
    <message>
        <source>set what “{0}” belongs to</source>
        <translation>设置“{0}”的上级</translation>
    </message>
    <message>
        <source>make “{1}” another name of “{0}”</source>
        <translation>将“{1}”设为“{0}”的别名</translation>
    </message>
</context>
<context>
    <name>PhotoCanvas</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Plus and minus zoom, 0 fits, 1 is full size, Shift and arrows move</source>
        <translation>加减号缩放，0 适应窗口，1 原始大小，Shift 加方向键移动</translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>The photos of your library</source>
        <translation>您照片库中的照片</translation>
    </message>
</context>
<context>
    <name>PhotoModel</name>
    <message>
        <source>{0}: {1:.0%} sure</source>
        <translation>{0}：把握 {1:.0%}</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>Photos; Enter opens one</source>
        <translation>照片；按 Enter 打开</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>What can be done with the photo on show</source>
        <translation>对当前照片可进行的操作</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>返回照片网格</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>原始大小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Turn left, only here</source>
        <translation>向左旋转（仅显示）</translation>
    </message>
    <message>
        <source>Turn right, only here</source>
        <translation>向右旋转（仅显示）</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy the photo</source>
        <translation>复制照片</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>This photo is not in the library any more</source>
        <translation>此照片已不在照片库中</translation>
    </message>
    <message>
        <source>Photo {0}</source>
        <translation>照片 {0}</translation>
    </message>
    <message>
        <source>{0} cannot be shown: {1}</source>
        <translation>无法显示 {0}：{1}</translation>
    </message>
</context>
<context>
    <name>ReviewView</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Key {0}</source>
        <translation>按键 {0}</translation>
    </message>
    <message>
        <source>Does this photo show “{0}”?</source>
        <translation>这张照片中有“{0}”吗？</translation>
    </message>
    <message>
        <source>Looking for the most telling photos…</source>
        <translation>正在查找最有参考价值的照片…</translation>
    </message>
    <message>
        <source>Looking for more…</source>
        <translation>正在查找更多…</translation>
    </message>
    <message>
        <source>That was the last photo.</source>
        <translation>这是最后一张照片。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Photo {0}</source>
        <translation>照片 {0}</translation>
    </message>
    <message>
        <source>{0} yes, {1} no, {2} skipped</source>
        <translation>是 {0}，否 {1}，跳过 {2}</translation>
    </message>
    <message>
        <source>Your answers moved {0} photos across the line</source>
        <translation>您的回答使 {0} 张照片越过了界线</translation>
    </message>
    <message>
        <source>Every {0} answers the label learns</source>
        <translation>每 {0} 个回答，标签学习一次</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Type any word: dog, wheelbarrow, street at night</source>
        <translation>输入任意词语（英文）：dog, wheelbarrow, street at night</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Shows the photos of any word you type</source>
        <translation>显示与您输入的词语相符的照片</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>保存此搜索</translation>
    </message>
    <message>
        <source>Recent searches</source>
        <translation>最近的搜索</translation>
    </message>
    <message>
        <source>Completions</source>
        <translation>补全</translation>
    </message>
    <message>
        <source>No searches yet</source>
        <translation>尚无搜索</translation>
    </message>
</context>
<context>
    <name>SearchControl</name>
    <message>
        <source>Looking through your photos…</source>
        <translation>正在浏览您的照片…</translation>
    </message>
    <message>
        <source>Search for one label first.</source>
        <translation>请先搜索一个标签。</translation>
    </message>
    <message>
        <source>similar</source>
        <translation>相似</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>1 张照片</translation>
    </message>
    <message>
        <source>{0} photos</source>
        <translation>{0} 张照片</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>What is changed here is kept at once</source>
        <translation>此处的更改会立即保存</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词汇表</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Chooses what is shown beside it</source>
        <translation>选择旁边显示的内容</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Closes this window; all is kept already</source>
        <translation>关闭此窗口；所有更改已保存</translation>
    </message>
    <message>
        <source>The settings cannot be saved: {0}</source>
        <translation>无法保存设置：{0}</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Folders, searches and labels</source>
        <translation>文件夹、搜索和标签</translation>
    </message>
    <message>
        <source>Choose one to see its photos</source>
        <translation>选择一项以查看其照片</translation>
    </message>
    <message>
        <source>My tags</source>
        <translation>我的标签</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>已保存的搜索</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>{0}
This folder is not there now; its tags and scores are kept.</source>
        <translation>{0}
此文件夹当前不可用；其标记和评分会保留。</translation>
    </message>
    <message>
        <source>All tagged photos</source>
        <translation>所有有标签的照片</translation>
    </message>
    <message>
        <source>Not tagged yet</source>
        <translation>尚无标签</translation>
    </message>
    <message>
        <source>Look for new photos</source>
        <translation>查找新照片</translation>
    </message>
    <message>
        <source>This folder has moved…</source>
        <translation>此文件夹已移动…</translation>
    </message>
    <message>
        <source>Take out of the library…</source>
        <translation>移出照片库…</translation>
    </message>
    <message>
        <source>What it belongs to…</source>
        <translation>上级标签…</translation>
    </message>
    <message>
        <source>Another name…</source>
        <translation>别名…</translation>
    </message>
    <message>
        <source>Delete this saved search</source>
        <translation>删除此已保存的搜索</translation>
    </message>
    <message>
        <source>Set its line…</source>
        <translation>设置其界线…</translation>
    </message>
    <message>
        <source>Review its photos…</source>
        <translation>审阅其照片…</translation>
    </message>
</context>
<context>
    <name>SidebarControl</name>
    <message>
        <source>Save this search</source>
        <translation>保存此搜索</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>名称：</translation>
    </message>
    <message>
        <source>A search for which label finds “{0}” too?</source>
        <translation>搜索哪个标签时也应找到“{0}”？</translation>
    </message>
    <message>
        <source>What it belongs to</source>
        <translation>上级标签</translation>
    </message>
    <message>
        <source>Which word means the same as “{0}”?</source>
        <translation>哪个词与“{0}”同义？</translation>
    </message>
    <message>
        <source>Another name</source>
        <translation>别名</translation>
    </message>
</context>
<context>
    <name>SkippedDialog</name>
    <message>
        <source>Skipped files</source>
        <translation>跳过的文件</translation>
    </message>
    <message>
        <source>Each file that could not be read, and why</source>
        <translation>无法读取的每个文件及其原因</translation>
    </message>
    <message>
        <source>These files were left out. They stay as they are.</source>
        <translation>这些文件未被收录，并保持不变。</translation>
    </message>
</context>
<context>
    <name>VocabularyPage</name>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Import a list…</source>
        <translation>导入列表(&amp;I)…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Narrows the list; Enter adds the label</source>
        <translation>筛选列表；按 Enter 添加标签</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词汇表</translation>
    </message>
    <message>
        <source>The labels every photo is scored on</source>
        <translation>用于为每张照片评分的标签</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Adds the label and scores it on every photo</source>
        <translation>添加标签并为每张照片评分</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Your tags stay; it can still be searched</source>
        <translation>您的标记保留；仍可搜索该标签</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>导入列表</translation>
    </message>
    <message>
        <source>A text file with one label a line</source>
        <translation>每行一个标签的文本文件</translation>
    </message>
    <message>
        <source>Cancel the import</source>
        <translation>取消导入</translation>
    </message>
    <message>
        <source>What was added stays</source>
        <translation>已添加的标签保留</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>How many labels are added</source>
        <translation>已添加的标签数</translation>
    </message>
    <message>
        <source>Find or add a label</source>
        <translation>查找或添加标签</translation>
    </message>
    <message>
        <source>{0} labels</source>
        <translation>{0} 个标签</translation>
    </message>
    <message>
        <source>“{0}” is scored on every photo now.</source>
        <translation>现已为每张照片评估“{0}”。</translation>
    </message>
    <message>
        <source>Text files (*.txt);;All files (*)</source>
        <translation>文本文件 (*.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import a list of labels</source>
        <translation>导入标签列表</translation>
    </message>
    <message>
        <source>{0} of {1} labels</source>
        <translation>{0} / {1} 个标签</translation>
    </message>
    <message>
        <source>Stopped; what was added stays.</source>
        <translation>已停止；已添加的标签保留。</translation>
    </message>
</context>
</TS>
